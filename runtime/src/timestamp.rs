//! A moment in time as RFC 3339 writes it.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::time::SystemTime;

use serde_core::de::Error as _;
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

use crate::decode::{Context, Decode};

/// A moment in time, kept as it was written: its offset and the digits of its fraction stay.
///
/// Two timestamps are equal if they are the same moment. One that is made from a clock is written in UTC, with milliseconds:
/// `2018-01-01T00:00:00.000Z`.
#[derive(Clone)]
pub struct Timestamp {
    text: Box<str>,
    moment: OffsetDateTime,
}

impl Timestamp {
    /// The text of RFC 3339.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The moment with its offset.
    pub const fn moment(&self) -> OffsetDateTime {
        self.moment
    }
}

/// Text that is no timestamp of RFC 3339.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotATimestamp(());

impl fmt::Display for NotATimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a timestamp of RFC 3339, such as `2018-01-01T00:00:00Z`")
    }
}

impl std::error::Error for NotATimestamp {}

impl FromStr for Timestamp {
    type Err = NotATimestamp;

    fn from_str(text: &str) -> Result<Self, NotATimestamp> {
        let moment = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| NotATimestamp(()))?;
        Ok(Self { text: text.into(), moment })
    }
}

impl TryFrom<&str> for Timestamp {
    type Error = NotATimestamp;

    fn try_from(text: &str) -> Result<Self, NotATimestamp> {
        text.parse()
    }
}

impl From<OffsetDateTime> for Timestamp {
    fn from(moment: OffsetDateTime) -> Self {
        // Without the feature `large-dates` a moment is within the years -9999 to 9999, and RFC 3339 starts at 0.
        let moment = moment.checked_to_offset(UtcOffset::UTC).unwrap_or(moment);
        let moment = if moment.year() < 0 { OffsetDateTime::UNIX_EPOCH.replace_year(0).unwrap_or(moment) } else { moment };
        let moment = moment.replace_millisecond(moment.millisecond()).unwrap_or(moment);
        let text = format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
            moment.year(),
            u8::from(moment.month()),
            moment.day(),
            moment.hour(),
            moment.minute(),
            moment.second(),
            moment.millisecond(),
        );
        Self { text: text.into(), moment }
    }
}

/// A time outside the years 0 to 9999, which RFC 3339 cannot write, becomes the first or the last moment of them.
impl From<SystemTime> for Timestamp {
    fn from(clock: SystemTime) -> Self {
        const LAST: i128 = 253_402_300_799_999;
        const FIRST: i128 = -62_167_219_200_000;
        let milliseconds = match clock.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => i128::try_from(after.as_millis()).unwrap_or(LAST),
            // The millisecond that holds the moment, as after the epoch.
            Err(before) => i128::try_from(before.duration().as_nanos().div_ceil(1_000_000)).map_or(FIRST, |before| -before),
        };
        let nanoseconds = milliseconds.clamp(FIRST, LAST) * 1_000_000;
        OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).unwrap_or(OffsetDateTime::UNIX_EPOCH).into()
    }
}

impl From<Timestamp> for OffsetDateTime {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.moment
    }
}

impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        self.moment == other.moment
    }
}

impl Eq for Timestamp {}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> Ordering {
        self.moment.cmp(&other.moment)
    }
}

impl Hash for Timestamp {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.moment.hash(state);
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Decode<'de> for Timestamp {
    const EXPECTS: &'static str = "a timestamp of RFC 3339";

    fn decode<D: Deserializer<'de>>(input: D, _: &Context) -> Result<Self, D::Error> {
        String::deserialize(input)?.parse().map_err(D::Error::custom)
    }
}
