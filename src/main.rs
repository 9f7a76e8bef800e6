use sockets_tutor::demos::*;
use sockets_tutor::net::gate::Pace;
fn main() {
    let mut a = std::env::args().skip(1);
    let slug = a.next().unwrap();
    let demo = Demo::find(&slug).unwrap();
    let knobs = Knobs::read(demo.knobs, false, &a.collect::<Vec<_>>()).unwrap();
    let running = demo.start(knobs, Pace::Free, 1).unwrap();
    for e in &running.events {
        use sockets_tutor::event::*;
        match e {
            Event::Call(c) => println!(
                "{:>3} {:>7} {:9} {:12} {:11} {:16} {}:{} {}",
                c.seq,
                c.t_us,
                c.actor,
                c.name,
                c.socket,
                c.step.as_deref().unwrap_or("-"),
                c.source.file,
                c.source.line,
                match c.phase {
                    Phase::Begin(f) => format!("> {:?}", f),
                    Phase::End(o) => format!(
                        "  = {:?} {:?} {:?}",
                        o.result.map(|s| (s.value, s.fields)),
                        o.local,
                        o.peer
                    ),
                }
            ),
            other => println!("{other:?}"),
        }
    }
}
