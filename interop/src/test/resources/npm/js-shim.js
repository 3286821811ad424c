// The example's offer and answer, which is JavaScript on the objects alone.
import { ShimConnection } from './shim.js';
import { local, serve, tell, watch } from './common.js';

let connection;
const tracks = [];
serve({
  async start(initiator) {
    connection = new ShimConnection();
    connection.onicecandidate = ({ candidate }) => candidate && tell('signal', { data: { candidate } });
    connection.onconnectionstatechange = ({ state }) => tell(state === 'connected' ? 'connect' : 'state', { state });
    connection.ondatachannel = ({ channel }) => { channel.onmessage = ({ data }) => tell('data', { text: data, length: data.length }); };
    connection.ontrack = ({ track }) => {
      tracks.push(track);
      if (tracks.length === 2) {
        watch(new MediaStream(tracks), () => connection.getStats());
      }
    };
    const stream = await local();
    stream.getTracks().forEach((track) => connection.addTrack(track, stream));
    const channel = connection.createDataChannel('shim');
    channel.onopen = () => channel.send('hello');
    if (initiator) {
      await connection.setLocalDescription();
      tell('signal', { data: { description: connection.localDescription } });
    }
    tell('ready');
  },
  async take({ candidate, description }) {
    if (candidate) {
      await connection.addIceCandidate(candidate);
      return;
    }
    await connection.setRemoteDescription(description);
    if (description.type === 'offer') {
      await connection.setLocalDescription();
      tell('signal', { data: { description: connection.localDescription } });
    }
  },
  async hold(isHeld) {
    connection.hold('video', isHeld);
    await connection.setLocalDescription(await connection.createOffer());
    tell('signal', { data: { description: connection.localDescription } });
  },
  hangUp: () => connection.close(),
});
