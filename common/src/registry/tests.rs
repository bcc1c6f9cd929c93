//! What somebody may do who comes as somebody new, and who is known.

use super::*;
use crate::limits;

#[test]
fn whoever_has_just_come_has_one_turn_of_the_quiet_and_whoever_was_expected_has_them_all() {
    for (is_new, turns) in [(true, 1), (false, 5)] {
        let mut registry = Registry::default();
        let person = registry.admit(None, Session::from(1));
        let member = registry.member_mut(person).unwrap();
        if is_new {
            member.has_come(10);
        }
        let taken = (0..10).filter(|_| member.spend(limits::QUIET, 10).is_ok());
        assert_eq!(taken.count(), turns);
    }
}
