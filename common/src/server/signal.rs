//! The wish to stop: Ctrl-C, or SIGTERM where there is such a thing.

use tokio::signal;
use tracing::warn;

/// Resolves at the first wish to stop. The second one ends the process at once, for the person who
/// does not want to wait for thirty phones.
pub async fn shutdown() {
    wish().await;
    tokio::spawn(async {
        wish().await;
        #[expect(clippy::exit, reason = "somebody asked twice")]
        std::process::exit(130);
    });
}

async fn wish() {
    tokio::select! {
        result = signal::ctrl_c() => if let Err(error) = result {
            warn!(%error, "Ctrl-C cannot be noticed");
            std::future::pending::<()>().await;
        },
        () = terminate() => {}
    }
}

#[cfg(unix)]
async fn terminate() {
    match signal::unix::signal(signal::unix::SignalKind::terminate()) {
        Ok(mut stream) => {
            stream.recv().await;
        }
        Err(error) => {
            warn!(%error, "SIGTERM cannot be noticed");
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(not(unix))]
async fn terminate() {
    std::future::pending::<()>().await;
}
