package dev.plumb.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelState;
import dev.plumb.objects.stats.RTCStats;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stacks that speak DTLS 1.2 alone get that, though we offer 1.3 first; in both roles: who answers is the client. */
class OtherStacksDtlsTest {
    @ParameterizedTest
    @CsvSource({"AIORTC,true", "AIORTC,false", "PION,true", "PION,false", "GSTREAMER,true", "GSTREAMER,false"})
    void version12IsAgreedOnAndATextComesBack(LinePeer.Stack stack, boolean weOffer) throws Exception {
        assumeTrue(stack.isInstalled(), stack + " is not installed: SKIPPED");
        try (LineCall call = new LineCall(stack)) {
            RTCDataChannel channel = call.pc.createDataChannel("from-java");
            List<RTCDataChannel.Message> got = new CopyOnWriteArrayList<>();
            channel.onMessage(got::add);
            call.connect(weOffer, false, true);
            Pause.until("the channel opens", 20, () -> channel.readyState() == RTCDataChannelState.OPEN);
            channel.send("grüße");
            Pause.until("its echo", 20, () -> got.contains(new RTCDataChannel.Message.Text("echo grüße")));
            Map<String, Object> ours = call.pc.getStats().get(10, TimeUnit.SECONDS).ofType("transport").stream()
                    .findFirst()
                    .map(RTCStats::members)
                    .orElseThrow();
            assertThat(ours)
                    .containsEntry("tlsVersion", "FEFD")
                    .containsEntry("dtlsRole", weOffer ? "server" : "client");
            System.out.println("we with " + stack + ", offering " + weOffer + ": " + ours.get("dtlsCipher"));
        }
    }
}
