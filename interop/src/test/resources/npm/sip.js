import { Inviter, Registerer, SessionState, UserAgent } from 'sip.js';
import { serve, tell, watch } from './common.js';

const options = { constraints: { audio: true, video: { width: 320, height: 240, frameRate: 15 } } };
let agent;
let session;

function attend(newer) {
  session = newer;
  session.delegate = {
    onInfo: (info) => {
      tell('data', { text: info.request.body });
      info.accept();
    },
  };
  session.stateChange.addListener((state) => {
    if (state === SessionState.Established) {
      const handler = session.sessionDescriptionHandler;
      tell('connect');
      watch(handler.remoteMediaStream, () => handler.peerConnection.getStats());
    } else if (state === SessionState.Terminated) {
      tell('close');
    }
  });
}

serve({
  async start(name, server) {
    agent = new UserAgent({
      uri: UserAgent.makeURI(`sip:${name}@plumb.test`),
      transportOptions: { server },
      logBuiltinEnabled: false,
      sessionDescriptionHandlerFactoryOptions: { iceGatheringTimeout: 1000, peerConnectionConfiguration: { iceServers: [] } },
      delegate: {
        onInvite: (invitation) => {
          attend(invitation);
          invitation.accept({ sessionDescriptionHandlerOptions: options }).catch((error) => tell('failure', { text: `${error}` }));
        },
      },
    });
    await agent.start();
    const registerer = new Registerer(agent);
    registerer.stateChange.addListener((state) => state === 'Registered' && tell('started'));
    await registerer.register();
  },
  async call(name) {
    const inviter = new Inviter(agent, UserAgent.makeURI(`sip:${name}@plumb.test`), { sessionDescriptionHandlerOptions: options });
    attend(inviter);
    await inviter.invite();
  },
  info: (text) => session.info({ requestOptions: { body: { contentDisposition: 'render', contentType: 'text/plain', content: text } } }),
  hangUp: () => session.bye(),
});
