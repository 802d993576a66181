//! Values that only stand for one.

/// Whether a text stands for a value of a field and is none: it is the field's name, maybe with `example` behind it (`model_example`); or it is written in
/// capitals, as no value that is listed is, and ends in the field's name, as `USER_ROLE` does where `role` is `owner` or `guest`.
pub fn stands_in<'a>(text: &str, field: &str, mut listed: impl Iterator<Item = &'a str>) -> bool {
    let is_loud = |text: &str| text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase);
    let letters = |text: &str| text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let (field, text_letters) = (letters(field), letters(text));
    if field.is_empty() {
        return false;
    }
    let is_name = text_letters.strip_prefix(&field).is_some_and(|rest| matches!(rest, "" | "example"));
    is_name || (is_loud(text) && text_letters.ends_with(&field) && !listed.any(is_loud))
}

#[cfg(test)]
mod tests {
    use super::stands_in;

    #[test]
    fn the_name_of_a_field_stands_for_its_value() {
        let listed = || ["owner", "guest"].into_iter();
        assert!(stands_in("USER_ROLE", "role", listed()));
        assert!(stands_in("ROLE", "role", listed()));
        assert!(stands_in("model_example", "model", listed()));
        assert!(stands_in("ChannelType", "ChannelType", listed()));
        assert!(!stands_in("models", "model", listed()));
        assert!(!stands_in("admin", "role", listed()));
        assert!(!stands_in("ADMIN", "role", listed()));
        assert!(!stands_in("BAD_STATE", "state", ["OK", "LATE"].into_iter()));
        assert!(!stands_in("7", "", listed()));
    }
}
