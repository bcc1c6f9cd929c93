//! A static page on a port of its own.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// What a page of the old lecture does, in a few lines of ours: every mouse move is sent, and a picture
/// is put wherever a message says. The port of the server is in its address.
pub(crate) const OLD_PAGE: &str = r#"<!doctype html>
<link rel="icon" href="data:,">
<body>
<script>
  const socket = new WebSocket(`ws://localhost:${location.search.slice(1)}`);
  document.addEventListener('mousemove', ({ clientX, clientY }) => socket.send(JSON.stringify({ x: clientX, y: clientY })));
  socket.addEventListener('message', ({ data }) => {
    const { x, y, kanye_id, kanye_head } = JSON.parse(data);
    let picture = document.querySelector(`#kanye${kanye_id}`);
    if (!picture) {
      picture = document.createElement('img');
      picture.id = `kanye${kanye_id}`;
      picture.style.position = 'absolute';
      document.body.append(picture);
    }
    picture.src = kanye_head;
    picture.style.left = `${x}px`;
    picture.style.top = `${y}px`;
  });
</script>
"#;

/// Serves one page at every path until the test ends.
pub(crate) async fn serve(page: &'static str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = [0; 4096];
                if stream.read(&mut request).await.is_ok_and(|count| count > 0) {
                    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close";
                    let answer = format!("{head}\r\nContent-Length: {}\r\n\r\n{page}", page.len());
                    // A browser that has gone does not need it.
                    stream
                        .write_all(answer.as_bytes())
                        .await
                        .unwrap_or_default();
                }
            });
        }
    });
    address
}
