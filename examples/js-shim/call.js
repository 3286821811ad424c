// Calls a page over a mailbox: fake camera and microphone to it, its own back, and a channel that answers.
'use strict';
const [mailbox, role] = scriptArgs;

async function call() {
  // one after the other: a candidate may not overtake its description
  let sent = Promise.resolve();
  const send = message => (sent = sent.then(() => fetch(`${mailbox}/to-page`, { method: 'POST', body: JSON.stringify(message) })));
  const pc = new ShimPeerConnection();
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 640, height: 360 } });
  stream.getTracks().forEach(track => pc.addTrack(track));
  const chat = channel => {
    channel.onopen = () => console.log('channel open');
    channel.onmessage = ({ data }) => channel.send(`the script heard: ${data}`);
  };
  pc.addEventListener('icecandidate', ({ candidate }) => send({ candidate }));
  pc.addEventListener('datachannel', ({ channel }) => chat(channel));
  pc.addEventListener('connectionstatechange', () => console.log('connection', pc.connectionState));
  pc.addEventListener('track', ({ track }) => {
    console.log('track', track.kind);
    track.onunmute = () => console.log('media', track.kind);
  });
  for (;;) {
    const { ready, description, candidate, bye } = await (await fetch(`${mailbox}/to-script`)).json();
    if (bye) {
      pc.close();
      return;
    }
    if (ready) {
      if (role === 'offer') {
        chat(pc.createDataChannel('chat'));
        await pc.setLocalDescription();
        await send({ description: pc.localDescription });
      }
    } else if (description) {
      await pc.setRemoteDescription(description);
      if (description.type === 'offer') {
        await pc.setLocalDescription();
        await send({ description: pc.localDescription });
      }
    } else {
      await pc.addIceCandidate(candidate);
    }
  }
}
call().then(() => console.log('the page has hung up'), e => console.error(`${e}\n${e.stack}`));
