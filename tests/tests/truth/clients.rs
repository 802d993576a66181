//! What the generated clients have of the documents, by the compiler.

#[test]
fn a_seat_has_a_type() {
    // The field has the name of a keyword.
    fn of_seat(seat: &krisp_teams::types::Seat) -> bool {
        seat.r#type.is_some()
    }
    assert!(!of_seat(&krisp_teams::types::Seat::default()));
}

#[test]
fn groups_and_users_are_two_types() {
    // Each has what the other lacks, and neither is the other.
    fn of_group(group: &remote_counsel::types::EventGroup) -> (bool, bool) {
        (group.access_key.is_some(), group.event_group_users.is_some())
    }
    fn of_user(user: &remote_counsel::types::EventGroupUser) -> (bool, bool) {
        (user.user_email.is_some(), user.user_group_id.is_some())
    }
    assert_eq!(of_group(&remote_counsel::types::EventGroup::default()), (false, false));
    assert_eq!(of_user(&remote_counsel::types::EventGroupUser::default()), (false, false));
}
