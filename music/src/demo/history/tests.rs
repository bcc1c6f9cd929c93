//! Undo and redo by plain calls, with other hands in between.

use super::*;
use crate::demo::board::NOBODY;

const ADA: PersonId = PersonId(1);
const BOB: PersonId = PersonId(2);

/// A board, and two people at it.
struct Table {
    board: Board,
    ada: History,
    bob: History,
}

impl Table {
    fn new() -> Self {
        Self {
            board: Board::new(&[const { None }; 4]),
            ada: History::default(),
            bob: History::default(),
        }
    }

    fn set(&mut self, who: PersonId, group: u32, step: u8, level: u8) {
        let history = if who == ADA {
            &mut self.ada
        } else {
            &mut self.bob
        };
        let cells = [(place(step), Cell::of(0, level, 0).unwrap())];
        history.set(who, group, &cells, &mut self.board);
    }

    fn undo(&mut self) -> Option<Outcome> {
        self.ada.undo(ADA, &mut self.board)
    }

    fn redo(&mut self) -> Option<Outcome> {
        self.ada.redo(ADA, &mut self.board)
    }

    fn at(&self, step: u8) -> (u8, PersonId) {
        let written = self.board.at(place(step));
        (written.cell.level(), written.by)
    }
}

fn place(step: u8) -> Place {
    Place::new(0, 0, step).unwrap()
}

#[test]
fn a_drag_is_taken_back_as_one_and_done_again_as_one() {
    let mut table = Table::new();
    (0..4).for_each(|step| table.set(ADA, 7, step, 2));
    table.set(ADA, 7, 0, 3);
    assert_eq!(table.undo().unwrap().changed.len(), 4);
    assert_eq!(table.at(0), (0, NOBODY));
    assert_eq!(table.redo().unwrap().changed.len(), 4);
    assert_eq!((table.at(0), table.at(3)), ((3, ADA), (2, ADA)));
    assert_eq!(table.undo().unwrap().group, 7);
    assert_eq!(table.undo(), None);
}

#[test]
fn what_a_later_hand_has_set_is_left_alone_and_named() {
    let mut table = Table::new();
    table.set(ADA, 1, 0, 2);
    table.set(ADA, 1, 1, 2);
    table.set(BOB, 1, 0, 1);
    let outcome = table.undo().unwrap();
    assert_eq!(outcome.skipped, [(place(0), BOB)]);
    assert_eq!((table.at(0), table.at(1)), ((1, BOB), (0, NOBODY)));
}

#[test]
fn a_hand_that_came_in_between_the_cells_of_a_drag_is_what_the_undo_goes_back_to() {
    let mut table = Table::new();
    table.set(ADA, 1, 0, 2);
    table.set(BOB, 1, 0, 1);
    table.set(ADA, 1, 0, 3);
    table.undo().unwrap();
    assert_eq!(table.at(0), (1, BOB));
}

#[test]
fn an_undo_that_finds_nothing_of_mine_says_so_and_can_not_be_done_again() {
    let mut table = Table::new();
    table.set(ADA, 1, 0, 2);
    table.set(BOB, 1, 0, 1);
    let outcome = table.undo().unwrap();
    assert_eq!((outcome.changed.len(), outcome.skipped.len()), (0, 1));
    assert_eq!(table.redo(), None);
}

#[test]
fn a_redo_leaves_alone_what_is_not_as_the_undo_left_it() {
    let mut table = Table::new();
    table.set(ADA, 1, 0, 2);
    table.set(ADA, 1, 1, 2);
    table.undo().unwrap();
    // The same value by another hand is another hand's work.
    table.set(BOB, 1, 0, 0);
    let outcome = table.redo().unwrap();
    assert_eq!(outcome.skipped, [(place(0), BOB)]);
    assert_eq!((table.at(0), table.at(1)), ((0, BOB), (2, ADA)));
    table.undo().unwrap();
    assert_eq!((table.at(0), table.at(1)), ((0, BOB), (0, NOBODY)));
}

#[test]
fn a_new_edit_of_mine_ends_what_could_be_done_again() {
    let mut table = Table::new();
    table.set(ADA, 1, 0, 2);
    table.undo().unwrap();
    table.set(BOB, 1, 3, 2);
    assert!(!table.ada.undone.is_empty(), "another's edit does not");
    table.set(ADA, 2, 1, 2);
    assert_eq!(table.redo(), None);
}

#[test]
fn fifty_groups_are_remembered_and_the_oldest_is_forgotten() {
    let mut table = Table::new();
    for group in 0..60 {
        table.set(ADA, group, 0, 1 + (group % 3) as u8);
    }
    let undone = std::iter::from_fn(|| table.undo()).count();
    assert_eq!(undone, DEPTH);
    assert_eq!(table.at(0), (1 + (9 % 3) as u8, ADA));
    let redone = std::iter::from_fn(|| table.redo()).count();
    assert_eq!(redone, DEPTH);
    assert_eq!(table.at(0), (1 + (59 % 3) as u8, ADA));
}
