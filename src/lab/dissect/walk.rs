//! Goes over a frame from left to right and notes each field it reads.

use std::net::IpAddr;
use std::ops::Range;

use super::checksum::Checksum;
use super::field::{Field, Layer, Value};
use super::read;
use super::summary::Mac;

/// Every reading method gives `None`, and notes nothing, when the bytes end too soon.
pub struct Walk<'f> {
    frame: &'f [u8],
    at: usize,
    /// Where the packet ends: what comes after is padding.
    end: usize,
    pub layer: Layer,
    quoted: bool,
    /// Where the message ends in which a packet is quoted.
    quoter: Option<(Layer, usize)>,
    /// Whether the packet is as long as it says.
    pub complete: bool,
    fields: Vec<Field>,
}

impl<'f> Walk<'f> {
    pub fn over(frame: &'f [u8]) -> Walk<'f> {
        Walk {
            frame,
            at: 0,
            end: frame.len(),
            layer: Layer::Ethernet,
            quoted: false,
            quoter: None,
            complete: true,
            fields: Vec::with_capacity(48),
        }
    }

    /// The list, in which no byte is missing.
    pub fn finish(mut self) -> Vec<Field> {
        if self.at < self.end {
            self.put("unread", self.at..self.end, None, Value::bytes(self.rest()));
        }
        if let Some((layer, end)) = self.quoter.filter(|(_, end)| self.end < *end) {
            (self.layer, self.quoted) = (layer, false);
            let surplus = Value::bytes(&self.frame[self.end..end]);
            self.put("unread", self.end..end, None, surplus);
            self.end = end;
        }
        if self.end < self.frame.len() {
            (self.layer, self.quoted) = (Layer::Ethernet, false);
            let padding = Value::bytes(&self.frame[self.end..]);
            self.put("eth.padding", self.end..self.frame.len(), None, padding);
        }
        self.fields
    }

    pub fn at(&self) -> usize {
        self.at
    }

    /// What is not read yet of the packet.
    pub fn rest(&self) -> &'f [u8] {
        &self.frame[self.at..self.end]
    }

    /// The packet ends after so many bytes more; `complete` says whether they are all there.
    pub fn end_after(&mut self, bytes: usize) {
        let end = self.at.saturating_add(bytes);
        self.complete &= end <= self.end;
        self.end = self.end.min(end);
    }

    /// From here on a packet is quoted; false when it would be within another quotation.
    pub fn quote(&mut self) -> bool {
        if self.quoted {
            return false;
        }
        self.quoted = true;
        self.quoter = Some((self.layer, self.end));
        self.complete = true;
        true
    }

    /// The next `size` bytes, up to eight, as a number; they stay unread.
    pub fn peek(&self, size: usize) -> Option<u64> {
        let bytes = self.rest().get(..size)?;
        Some(bytes.iter().fold(0, |n, byte| n << 8 | u64::from(*byte)))
    }

    pub fn number(&mut self, id: &'static str, size: usize) -> Option<u64> {
        let number = self.peek(size)?;
        self.take(id, size, Value::Number(number));
        Some(number)
    }

    pub fn hex(&mut self, id: &'static str, size: usize) -> Option<u64> {
        let number = self.peek(size)?;
        self.take(id, size, Value::Hex(number, 2 * size));
        Some(number)
    }

    /// A number that may have a name; in `digits` hexadecimal digits, or decimal if 0.
    pub fn named(
        &mut self,
        id: &'static str,
        size: usize,
        digits: usize,
        name: fn(u64) -> Option<&'static str>,
    ) -> Option<u64> {
        let number = self.peek(size)?;
        let hex = (digits > 0).then_some(digits);
        let value = match (name(number), hex) {
            (Some(name), hex) => Value::Named(number, hex, name),
            (None, Some(digits)) => Value::Hex(number, digits),
            (None, None) => Value::Number(number),
        };
        self.take(id, size, value);
        Some(number)
    }

    pub fn mac(&mut self, id: &'static str) -> Option<()> {
        let mac = Mac(read::array(self.rest(), 0)?);
        self.take(id, 6, Value::Mac(mac));
        Some(())
    }

    pub fn ipv4(&mut self, id: &'static str) -> Option<IpAddr> {
        let ip = IpAddr::V4(read::ipv4(self.rest(), 0)?);
        self.take(id, 4, Value::Ip(ip));
        Some(ip)
    }

    pub fn ipv6(&mut self, id: &'static str) -> Option<IpAddr> {
        let ip = IpAddr::V6(read::ipv6(self.rest(), 0)?);
        self.take(id, 16, Value::Ip(ip));
        Some(ip)
    }

    /// A checksum of two bytes with its verdict.
    pub fn checksum(&mut self, id: &'static str, verdict: Checksum) -> Option<()> {
        self.hex(id, 2)?;
        if let Some(field) = self.fields.last_mut() {
            field.checksum = Some(verdict);
        }
        Some(())
    }

    /// Some bits of the next `size` bytes, which stay unread until [`Walk::skip`].
    pub fn bits(
        &mut self,
        id: &'static str,
        size: usize,
        mask: u32,
        value: fn(u64) -> Value,
    ) -> Option<u64> {
        let number = (self.peek(size)? & u64::from(mask)) >> mask.trailing_zeros();
        self.put(id, self.at..self.at + size, Some(mask), value(number));
        Some(number)
    }

    pub fn bit(&mut self, id: &'static str, mask: u32) -> Option<bool> {
        let bit = self.bits(id, 1, mask, |bit| Value::Bit(bit != 0))?;
        Some(bit != 0)
    }

    /// Goes on past bytes whose bits are read.
    pub fn skip(&mut self, size: usize) {
        self.at = (self.at + size).min(self.end);
    }

    /// A field of whole bytes with a value made elsewhere.
    pub fn value(&mut self, id: &'static str, size: usize, value: Value) -> Option<()> {
        self.rest().get(..size)?;
        self.take(id, size, value);
        Some(())
    }

    /// Bytes without a meaning of their own; nothing is noted of none.
    pub fn bytes(&mut self, id: &'static str, size: usize) -> Option<()> {
        let bytes = self.rest().get(..size)?;
        if size > 0 {
            self.take(id, size, Value::bytes(bytes));
        }
        Some(())
    }

    /// All that is left of the packet.
    pub fn payload(&mut self, id: &'static str) {
        self.layer = Layer::Payload;
        let _ = self.bytes(id, self.rest().len());
    }

    fn take(&mut self, id: &'static str, size: usize, value: Value) {
        self.put(id, self.at..self.at + size, None, value);
        self.at += size;
    }

    fn put(&mut self, id: &'static str, range: Range<usize>, mask: Option<u32>, value: Value) {
        self.fields.push(Field {
            layer: self.layer,
            quoted: self.quoted,
            id,
            range,
            mask,
            value,
            checksum: None,
        });
    }
}
