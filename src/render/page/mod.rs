//! A page of the course as rows of a terminal.
//!
//! [`layout::layout`] turns a [`crate::doc::Doc`] into [`row::Row`]s of any width: text in roles, no colours. [`print`] paints rows.

mod blocks;
mod breaks;
pub mod cells;
pub mod code;
mod code_block;
mod flow;
pub mod layout;
pub mod print;
pub mod row;
mod table;
pub mod wrap;
