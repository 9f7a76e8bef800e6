//! Everything a person or a program sees is made here, from a page (`doc`) or from events.

pub mod bytes;
pub mod failing;
pub mod frame;
pub mod gauge;
pub mod json;
pub mod mermaid;
pub mod page;
pub mod pcapng;
pub mod peers;
pub mod plain;
pub mod question;
pub mod refusal;
pub mod standing;
pub mod story;
pub mod theme;
