//! What the world outside says, for as long as somebody is here to hear it.

use std::future::pending;
use std::sync::Arc;

use tokio::sync::watch;

/// A room's ear to the outside. It is shut while nobody is connected, so that whoever brings the news
/// can tell by the number of receivers whether anybody wants them.
#[derive(Debug)]
pub(crate) struct Outside<X> {
    source: Option<Arc<watch::Receiver<X>>>,
    ear: Option<watch::Receiver<X>>,
}

impl<X: Clone> Outside<X> {
    /// Hears nothing yet. Without a source there will never be anything.
    pub(crate) fn new(source: Option<Arc<watch::Receiver<X>>>) -> Self {
        Self { source, ear: None }
    }

    /// Listens, or stops to. Returns all that is known if it begins: each news is the whole of it.
    pub(crate) fn listen(&mut self, is_wanted: bool) -> Option<X> {
        if !is_wanted {
            self.ear = None;
            return None;
        }
        if self.ear.is_some() {
            return None;
        }
        let mut ear = watch::Receiver::clone(self.source.as_ref()?);
        let known = ear.borrow_and_update().clone();
        self.ear = Some(ear);
        Some(known)
    }

    /// The next news; never, if nobody listens or nobody brings any.
    pub(crate) async fn next(&mut self) -> X {
        if let Some(ear) = &mut self.ear
            && ear.changed().await.is_ok()
        {
            return ear.borrow_and_update().clone();
        }
        pending().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_empty_room_is_no_reason_to_ask_anybody() {
        let (sender, receiver) = watch::channel(1);
        let mut outside = Outside::new(Some(Arc::new(receiver)));
        assert_eq!(sender.receiver_count(), 1, "the server's own");
        assert_eq!(outside.listen(true), Some(1));
        assert_eq!(outside.listen(true), None, "told once");
        assert_eq!(sender.receiver_count(), 2);
        sender.send_replace(2);
        assert_eq!(outside.next().await, 2);
        assert_eq!(outside.listen(false), None);
        assert_eq!(sender.receiver_count(), 1);
        sender.send_replace(3);
        assert_eq!(outside.listen(true), Some(3), "what was missed");
    }
}
