//! Runs of the laboratory.

use super::*;

#[test]
fn tmp_latency() {
    let demo = Demo::find("handshake").unwrap();
    let knobs = Knobs::read(demo.knobs, true, &[]).unwrap();
    let (sender, inbox) = mpsc::channel();
    let stage = Stage::start(demo, knobs, 0, 1, &sender).unwrap();
    let mut at = std::time::Instant::now();
    let mut what = String::from("start");
    loop {
        let Ok(message) = inbox.recv_timeout(Duration::from_secs(5)) else {
            break;
        };
        let Message::Happened(news) = message else {
            continue;
        };
        match news.told {
            Told::Settled(standing) => {
                let t = at.elapsed();
                let next = standing
                    .next
                    .as_ref()
                    .map(|(a, s)| format!("{a} {} {}", s.name, s.socket));
                println!(
                    "{what}: settled after {t:?} -> {next:?} {:?}",
                    standing
                        .actors
                        .iter()
                        .map(|a| format!(
                            "{}:{}",
                            a.actor,
                            format!("{:?}", a.place).split('(').next().unwrap()
                        ))
                        .collect::<Vec<_>>()
                );
                if standing.next.is_some() {
                    what = next.unwrap_or_default();
                    std::thread::sleep(Duration::from_millis(120));
                    while inbox.try_recv().is_ok() {}
                    at = std::time::Instant::now();
                    stage.admit();
                }
            }
            Told::Happened(event) => {
                println!("   {:?} event", at.elapsed());
                if matches!(event, Event::End(_)) {
                    break;
                }
            }
        }
    }
}
