// Leaving for good: the others see it at once, and whoever uses this tab next is somebody new.
// It must never know the demo.

/**
 * @param {{client: import('../connection/room_client.js').RoomClient, identity: import('../connection/identity.js').Identity,
 *   store: import('../connection/pending_store.js').PendingStore}} seat
 */
export async function leaveRoom({ client, identity, store }) {
  await client.leave();
  identity.forgetSecret();
  store.clear();
  location.reload();
}
