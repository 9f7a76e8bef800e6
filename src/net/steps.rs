//! Which step of a demo a source line belongs to.

use std::sync::Arc;

/// The steps of one demo's file, read from its `// step: name` comments.
///
/// A step reaches from its comment to the next one, or to the end of the function it stands in.
#[derive(Debug, Clone, Default)]
pub struct Steps {
    file: &'static str,
    /// First line of a stretch and its step, in the order of the file.
    stretches: Vec<(u32, Option<Arc<str>>)>,
}

impl Steps {
    /// `file` is the file's name without folders, `source` its text.
    pub fn read(file: &'static str, source: &str) -> Steps {
        let mut stretches = Vec::new();
        for (line, text) in (1..).zip(source.lines()) {
            if let Some(step) = text.trim_start().strip_prefix("// step: ") {
                stretches.push((line, Some(Arc::from(step.trim()))));
            } else if text.starts_with("fn ") || text.starts_with("pub fn ") {
                stretches.push((line, None));
            }
        }
        Steps { file, stretches }
    }

    /// The step in which a line stands; `None` outside the file and before a function's first step.
    pub fn at(&self, file: &str, line: u32) -> Option<&Arc<str>> {
        if file != self.file {
            return None;
        }
        let next = self.stretches.partition_point(|(first, _)| *first <= line);
        self.stretches[..next].last()?.1.as_ref()
    }

    /// Every step once, in the order of the file.
    pub fn names(&self) -> Vec<Arc<str>> {
        let mut names: Vec<Arc<str>> = Vec::new();
        for name in self.stretches.iter().filter_map(|(_, step)| step.as_ref()) {
            if !names.contains(name) {
                names.push(Arc::clone(name));
            }
        }
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "\
use x;
pub fn run() {
    a();
    // step: bind
    b();
    // step: accept
    c();
}

fn client() {
    d();
    // step: connect
    e();
}
";

    #[test]
    fn a_step_reaches_to_the_next_or_to_the_end_of_its_function() {
        let steps = Steps::read("x.rs", SOURCE);
        let at = |line| steps.at("x.rs", line).map(|step| &**step);
        assert_eq!(at(3), None);
        assert_eq!(at(4), Some("bind"));
        assert_eq!(at(5), Some("bind"));
        assert_eq!(at(7), Some("accept"));
        assert_eq!(at(11), None);
        assert_eq!(at(13), Some("connect"));
        assert_eq!(steps.at("other.rs", 5), None);
        let names = steps.names();
        let names: Vec<&str> = names.iter().map(|name| &**name).collect();
        assert_eq!(names, ["bind", "accept", "connect"]);
    }
}
