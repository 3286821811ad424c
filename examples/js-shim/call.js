// Two connections of the shim call each other: node by node as two pages would, with their descriptions as texts.
//   plumb js --fake-devices examples/js-shim/call.js
import { ShimConnection } from './shim.js';

const [caller, callee] = [new ShimConnection(), new ShimConnection()];
const names = new Map([[caller, 'caller'], [callee, 'callee']]);
for (const [from, to] of [[caller, callee], [callee, caller]]) {
  from.onicecandidate = ({ candidate }) => to.addIceCandidate(candidate ?? { candidate: '' });
  from.onconnectionstatechange = ({ state }) => console.log(`${names.get(from)}: ${state}`);
  from.ontrack = ({ track }) => console.log(`${names.get(from)}: a track of ${track.kind}`);
}

const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 320, height: 240 } });
stream.getTracks().forEach((track) => caller.addTrack(track, stream));
const done = new Promise((resolve) => {
  callee.ondatachannel = ({ channel }) => {
    channel.onmessage = ({ data }) => {
      console.log(`callee: ${data}`);
      resolve();
    };
  };
});
const channel = caller.createDataChannel('chat');
channel.onopen = () => channel.send('hello, by a description that is JavaScript all the way');

await caller.setLocalDescription();
await callee.setRemoteDescription(caller.localDescription);
await callee.setLocalDescription();
await caller.setRemoteDescription(callee.localDescription);
await done;

// pictures that arrive
const seen = async () => [...(await callee.getStats()).values()].find((s) => s.type === 'inbound-rtp' && s.kind === 'video')?.framesDecoded ?? 0;
while (await seen() < 10) {
  await new Promise((resolve) => setTimeout(resolve, 100));
}
console.log(`callee: ${await seen()} pictures`);
caller.close();
callee.close();
stream.getTracks().forEach((track) => track.stop());
