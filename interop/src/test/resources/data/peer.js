// What tests of data channels ask of a peer in JavaScript, in a browser's page and in Node.js. A channel's label says what it does:
//   echo...    sends back what comes
//   sink...    hashes the bytes that come; upon the text "end" it answers "COUNT SHA-256"
//   source...  upon the text "send COUNT SIZE" it sends so many bytes in messages of that size, and then "COUNT SHA-256"
// Commands: {do: "open" | "create" | "offer" | "answer" | "accept" | "close-channel", ...}; events go to `say`.
'use strict';
function dataPeer({ RTCPeerConnection, configuration, sha256, bytesOf, pause, say }) {
  const HIGH = 1 << 18;
  let pc;
  let channels = new Map();

  const roomIn = async (channel) => {
    while (channel.bufferedAmount > HIGH && channel.readyState === 'open') {
      await pause();
    }
  };

  async function send(channel, count, size) {
    const hash = sha256();
    const block = new Uint8Array(size);
    for (let i = 0; i < size; i++) {
      block[i] = i * 31 + (i >> 7);
    }
    for (let sent = 0, number = 0; sent < count; number++) {
      await roomIn(channel);
      // no two messages are alike
      new DataView(block.buffer).setUint32(0, number);
      const message = block.slice(0, Math.min(size, count - sent));
      hash.update(message);
      channel.send(bytesOf(message));
      sent += message.length;
    }
    channel.send(count + ' ' + hash.hex());
  }

  function watch(channel) {
    const { label } = channel;
    channel.binaryType = 'arraybuffer';
    channels.set(label, channel);
    const open = () => say({ event: 'open', label, stream: channel.id });
    if (channel.readyState === 'open') {
      open();
    } else {
      channel.onopen = open;
    }
    channel.onclose = () => {
      channels.delete(label);
      say({ event: 'closed', label });
    };
    let hash = sha256();
    let count = 0;
    channel.onmessage = ({ data }) => {
      const isText = typeof data === 'string';
      if (label.startsWith('echo')) {
        channel.send(data);
      } else if (label.startsWith('sink') && isText) {
        channel.send(count + ' ' + hash.hex());
        hash = sha256();
        count = 0;
      } else if (label.startsWith('sink')) {
        const bytes = new Uint8Array(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength);
        hash.update(bytes);
        count += bytes.length;
      } else if (label.startsWith('source') && isText) {
        const [, wanted, size] = data.split(' ').map(Number);
        send(channel, wanted, size);
      }
    };
  }

  const gathered = () => new Promise((resolve) => {
    const look = () => pc.iceGatheringState === 'complete' && resolve(pc.localDescription.sdp);
    pc.onicegatheringstatechange = look;
    look();
  });

  return {
    async open() {
      pc?.close();
      channels = new Map();
      pc = new RTCPeerConnection(configuration);
      const mine = pc;
      pc.onconnectionstatechange = () => say({ event: 'state', value: mine.connectionState });
      pc.ondatachannel = ({ channel }) => {
        const { label, protocol, ordered, maxRetransmits, maxPacketLifeTime, id } = channel;
        say({ event: 'channel', label, protocol, ordered, maxRetransmits, maxPacketLifeTime, stream: id });
        watch(channel);
      };
      say({ event: 'opened' });
    },
    create({ label, options }) {
      watch(pc.createDataChannel(label, options));
    },
    async offer() {
      await pc.setLocalDescription(await pc.createOffer());
      say({ event: 'offer', sdp: await gathered() });
    },
    async answer({ sdp }) {
      await pc.setRemoteDescription({ type: 'offer', sdp });
      await pc.setLocalDescription(await pc.createAnswer());
      say({ event: 'answer', sdp: await gathered() });
    },
    async accept({ sdp }) {
      await pc.setRemoteDescription({ type: 'answer', sdp });
    },
    'close-channel'({ label }) {
      channels.get(label).close();
    },
  };
}
