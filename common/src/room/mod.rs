//! The room: one task, one order.
//!
//! A room owns a demo, its log and its registry, and every change of shared state passes through
//! it. [`core`] is the room without a clock or a task: it is told the time, applies what it is
//! mailed and writes to the outlets. [`task`] is the loop around it. [`handle`] is what the rest of
//! the server holds, and [`directory`] finds a room by its name.

mod apply;
pub(crate) mod command;
mod conditions;
pub(crate) mod core;
pub(crate) mod deliver;
pub(crate) mod directory;
pub(crate) mod entrance;
pub(crate) mod figures;
mod forget;
pub(crate) mod hand;
pub(crate) mod handle;
mod keep;
pub(crate) mod mail;
pub(crate) mod newcomers;
pub(crate) mod opening;
mod outside;
mod patience;
pub(crate) mod polls;
pub(crate) mod posts;
pub(crate) mod record;
mod revive;
mod serve;
mod snapshot;
mod state;
pub(crate) mod sweep;
pub(crate) mod task;
pub(crate) mod tell;
pub(crate) mod threads;

#[cfg(test)]
mod tests;
