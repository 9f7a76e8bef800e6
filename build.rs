//! What cargo cannot know, and the records in a shorter form.
//!
//! The folder `lessons` is embedded by a macro that cannot tell cargo about it: without its line
//! here a lesson added to the folder would silently be absent from the program.

use std::path::Path;
use std::{env, fs, io};

const RECORDS: &str = "src/demos/records";

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=lessons");
    println!("cargo:rerun-if-changed={RECORDS}");
    println!("cargo:rerun-if-changed=build.rs");
    let out = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    for entry in fs::read_dir(RECORDS)? {
        let record = entry?;
        let folded = fold(&fs::read(record.path())?);
        fs::write(Path::new(&out).join(record.file_name()), folded)?;
    }
    Ok(())
}

/// Writes what two characters say again and again as U+0001, the two, how often, U+0002: the data
/// of the demos is such, and a record has it four times over. `demos/records.rs` unfolds it; lines
/// of JSON have no control characters of their own.
fn fold(text: &[u8]) -> Vec<u8> {
    let mut folded = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(&first) = text.get(at) {
        let unit = text.get(at..at + 2).filter(|unit| unit.is_ascii());
        let times = unit.map_or(0, |unit| {
            let pairs = text[at..].chunks(2);
            pairs.take_while(|pair| pair == &unit).count()
        });
        match unit {
            Some(unit) if times > 4 => {
                folded.push(1);
                folded.extend(unit);
                folded.extend(times.to_string().bytes());
                folded.push(2);
                at += 2 * times;
            }
            _ => {
                folded.push(first);
                at += 1;
            }
        }
    }
    folded
}
