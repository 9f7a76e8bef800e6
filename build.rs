//! The folder `lessons` is embedded by a macro that cannot tell cargo about it: without this line a
//! lesson added to the folder would silently be absent from the program.

fn main() {
    println!("cargo:rerun-if-changed=lessons");
}
