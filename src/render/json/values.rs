//! Small things of many lines: source lines, bytes, named values.

use std::borrow::Cow;

use serde_json::{Map, Value as Json};

use super::BadLine;
use crate::event::{Field, Source, Value};
use crate::render::bytes;

pub fn read_source(text: &str) -> Result<Source, BadLine> {
    let no_source = || BadLine::Field(format!("source: {}", bytes::clean(text)));
    let (file, number) = text.rsplit_once(':').ok_or_else(no_source)?;
    Ok(Source {
        file: Cow::Owned(file.to_string()),
        line: number.parse().map_err(|_| no_source())?,
    })
}

pub fn read_hex(hex: &str) -> Result<Vec<u8>, BadLine> {
    let digit = |digit: u8| char::from(digit).to_digit(16);
    let pairs = hex.as_bytes().chunks(2).map(|pair| match pair {
        [high, low] => u8::try_from(digit(*high)? * 16 + digit(*low)?).ok(),
        _ => None,
    });
    let bytes: Option<Vec<u8>> = pairs.collect();
    bytes.ok_or_else(|| BadLine::Field("hex".to_string()))
}

pub fn fields(fields: &[Field]) -> Map<String, Json> {
    let pairs = fields.iter();
    pairs
        .map(|(name, value)| (name.to_string(), json(value)))
        .collect()
}

pub fn read_fields(line: Map<String, Json>) -> Result<Vec<Field>, BadLine> {
    line.into_iter()
        .map(|(name, json)| Ok((Cow::Owned(name), value(json)?)))
        .collect()
}

pub fn json(value: &Value) -> Json {
    match value {
        Value::Number(number) => (*number).into(),
        Value::Text(text) => text.to_string().into(),
    }
}

pub fn value(json: Json) -> Result<Value, BadLine> {
    match json {
        Json::String(text) => Ok(text.into()),
        other => match other.as_i64() {
            Some(number) => Ok(Value::Number(number)),
            None => Err(BadLine::Field(format!("value: {other}"))),
        },
    }
}
