package dev.plumb.interop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumb.io.loop.RtcLoop;
import dev.plumb.objects.Agent;
import dev.plumb.signal.jsep.RTCConfiguration;
import dev.plumb.signal.jsep.RTCPeerConnection;
import dev.plumb.signal.jsep.RTCSessionDescription;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;

/** One of our connections and one of theirs, over loopback, without trickling. */
final class LineCall implements AutoCloseable {
    private final RtcLoop loop = new RtcLoop();
    final Agent agent = Agent.create(loop, new LoopbackNetwork(), new SecureRandom());
    final RTCPeerConnection pc = RTCPeerConnection.create(agent, RTCConfiguration.DEFAULT.withIncludeLoopback(true));
    final LinePeer peer;

    LineCall(LinePeer.Stack stack) throws Exception {
        peer = LinePeer.start(stack);
    }

    void connect(boolean weOffer, boolean media, boolean data) throws Exception {
        ObjectNode command = LinePeer.command(weOffer ? "answer" : "offer");
        command.put("audio", media).put("video", media).put("data", data);
        if (weOffer) {
            pc.setLocalDescription().get(10, TimeUnit.SECONDS);
            peer.tell(command.put("sdp", gathered().sdp()));
            String answer = peer.await("answer", 20, e -> true).path("sdp").asText();
            pc.setRemoteDescription(RTCSessionDescription.answer(answer)).get(10, TimeUnit.SECONDS);
        } else {
            peer.tell(command);
            String offer = peer.await("offer", 20, e -> true).path("sdp").asText();
            pc.setRemoteDescription(RTCSessionDescription.offer(offer)).get(10, TimeUnit.SECONDS);
            pc.setLocalDescription().get(10, TimeUnit.SECONDS);
            peer.tell(LinePeer.command("accept").put("sdp", gathered().sdp()));
        }
        peer.await("state", 30, e -> e.path("value").asText().equals("connected"));
    }

    private RTCSessionDescription gathered() throws Exception {
        return pc.gathered(5_000).get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        pc.close();
        agent.close();
        loop.close();
        peer.close();
    }
}
