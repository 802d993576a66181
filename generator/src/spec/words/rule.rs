//! Rules over a body, and durations.

use super::{Complaint, range_of};
use crate::ir::BodyRule;

/// Reads a rule such as `status = error`.
///
/// # Errors
///
/// What is missing.
pub fn parse_rule(text: &str) -> Result<BodyRule, Complaint> {
    let help = "write the member's name, `=`, and its value: `status = error`";
    let (member, is) = text
        .split_once('=')
        .ok_or_else(|| Complaint::new(0..text.len(), format!("found `{text}`, expected a rule over a member of the body")).help(help))?;
    let (member, is) = (member.trim(), is.trim());
    if member.is_empty() || is.is_empty() {
        return Err(Complaint::new(0..text.len(), format!("the rule `{text}` has an empty side")).help(help));
    }
    let is = is.strip_prefix('"').and_then(|is| is.strip_suffix('"')).unwrap_or(is);
    Ok(BodyRule { member: member.to_owned(), is: is.to_owned() })
}

/// Reads a duration such as `1 minute`, in seconds.
///
/// # Errors
///
/// What is no number, or no unit.
pub fn parse_duration(text: &str) -> Result<u32, Complaint> {
    let help = "write a number and `seconds`, `minutes`, `hours` or `days`: `10 seconds`";
    let trimmed = text.trim();
    let (number, unit) = trimmed.split_once(char::is_whitespace).unwrap_or((trimmed, ""));
    let unit = unit.trim();
    let count: u32 =
        number.parse().ok().filter(|count| *count > 0).ok_or_else(|| {
            Complaint::new(range_of(text, number), format!("found `{number}`, expected a whole number above 0")).help(help)
        })?;
    let seconds: u32 = match unit.strip_suffix('s').unwrap_or(unit) {
        "second" => 1,
        "minute" => 60,
        "hour" => 3_600,
        "day" => 86_400,
        _ => return Err(Complaint::new(0..text.len(), format!("found `{unit}`, expected a unit of time")).help(help)),
    };
    count.checked_mul(seconds).ok_or_else(|| Complaint::new(0..text.len(), "the duration is too long").help(help))
}
