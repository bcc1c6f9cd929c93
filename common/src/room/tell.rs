//! Frames for one connection alone: answers, welcomes, farewells. They leave with the turn's
//! delivery, before anything from the log.

use tracing::info;

use crate::clock::Now;
use crate::demo::Demo;
use crate::ledger::Answer;
use crate::log::Form;
use crate::protocol::{self, ServerFrame};
use crate::registry::ConnectionId;
use crate::room::core::Room;

impl<D: Demo> Room<D> {
    pub(super) fn tell(&mut self, id: ConnectionId, frame: &ServerFrame<'_>) {
        self.tell_text(id, &protocol::encode(frame));
    }

    /// Queues a frame for one connection alone. It leaves with this turn's delivery.
    pub(super) fn tell_text(&mut self, id: ConnectionId, frame: &str) {
        if let Some(connection) = self.registry.connections.get_mut(&id) {
            connection.outlet.tell(frame);
            self.touched.push(id);
        }
    }

    /// Answers something that this connection asked for: by the way on which it asked.
    pub(super) fn reply(&mut self, id: ConnectionId, frame: &ServerFrame<'_>) {
        let frame = protocol::encode_into(frame, &mut self.scratch.answer);
        if let Some(answers) = &mut self.posting {
            Form::Lines.append(frame, answers);
        } else if let Some(connection) = self.registry.connections.get_mut(&id) {
            connection.outlet.answer(frame);
            self.touched.push(id);
        }
    }

    pub(super) fn nack(
        &mut self,
        id: ConnectionId,
        n: Option<u64>,
        code: &'static str,
        message: &str,
    ) {
        let message = message.to_owned();
        let retry_ms = None;
        self.answer(
            id,
            n,
            &Answer::Nack {
                code: code.into(),
                message,
                retry_ms,
            },
        );
    }

    pub(super) fn answer(&mut self, id: ConnectionId, n: Option<u64>, answer: &Answer) {
        match (answer, n) {
            (Answer::Ack { .. }, None) => {}
            (Answer::Ack { seq }, Some(n)) => self.reply(id, &ServerFrame::Ack { n, seq: *seq }),
            (
                Answer::Nack {
                    code,
                    message,
                    retry_ms,
                },
                n,
            ) => {
                let retry_ms = *retry_ms;
                self.reply(
                    id,
                    &ServerFrame::Nack {
                        n,
                        code,
                        message,
                        retry_ms,
                    },
                );
            }
        }
    }

    pub(super) fn close(&mut self, id: ConnectionId, code: u16, reason: &str, now: Now) {
        if let Some(connection) = self.registry.connections.get_mut(&id) {
            info!(connection = id.0, code, reason, "close, by us");
            let until = now.ms() + connection.outlet.farewell_ms();
            connection.close(code, reason, until);
            self.touched.push(id);
        }
    }
}
