package dev.plumb.examples.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.examples.support.SimStage;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.device.TestPattern;
import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.signal.jsep.RTCConfiguration;
import dev.plumb.signal.jsep.RTCPeerConnection;
import dev.plumb.signal.jsep.RTCRtpTransceiverDirection;
import dev.plumb.signal.jsep.RTCRtpTransceiverInit;
import dev.plumb.signal.jsep.RTCSessionDescription;
import dev.plumb.testkit.ToneMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A caller that does what the page does. */
class FirstContactTest {
    @Test
    void messagesGoBothWaysAndToneAndPatternArrive() {
        try (SimStage stage = new SimStage(43)) {
            Agent caller = stage.agent();
            Agent program = stage.agent();
            List<RTCDataChannel.Message> messages = new ArrayList<>();
            ToneMeter tone = new ToneMeter(48_000);
            List<Integer> pictures = new ArrayList<>();
            RTCPeerConnection call = RTCPeerConnection.create(caller, RTCConfiguration.DEFAULT);
            RTCDataChannel chat = call.createDataChannel("chat");
            chat.onOpen(channel -> channel.send("hello"));
            chat.onMessage(messages::add);
            RTCRtpTransceiverInit receiving = new RTCRtpTransceiverInit(RTCRtpTransceiverDirection.RECVONLY);
            call.addTransceiver(MediaKind.AUDIO, receiving);
            call.addTransceiver(MediaKind.VIDEO, receiving);
            call.onTrack(event -> {
                if (event.track().kind() == MediaKind.AUDIO) {
                    event.track().onAudio(f -> tone.add(f.samples(), f.channels()));
                } else {
                    event.track().onVideo(f -> TestPattern.numberIn(f).ifPresent(pictures::add));
                }
            });
            CompletableFuture<RTCSessionDescription> _ = call.setLocalDescription()
                    .thenCompose(o -> call.gathered(1_000))
                    .thenCompose(offer -> FirstContact.answer(program, offer.sdp()))
                    .thenCompose(call::setRemoteDescription);
            assertThat(stage.until(() -> pictures.size() > 30 && !messages.isEmpty(), Duration.ofSeconds(20)))
                    .isTrue();
            assertThat(messages).containsExactly(new RTCDataChannel.Message.Text("the program heard: hello"));
            assertThat(tone.shareAt(440)).isGreaterThan(0.9);
            assertThat(pictures).isSorted();
        }
    }

    @Test
    void anOfferThatCannotBeReadLeavesNothingBehind() {
        try (SimStage stage = new SimStage(44)) {
            Agent program = stage.agent();
            int before = program.openObjects();
            CompletableFuture<RTCSessionDescription> answer = FirstContact.answer(program, "v=0\r\nnonsense");
            stage.pass(Duration.ofSeconds(1));
            assertThat(answer).isCompletedExceptionally();
            assertThat(program.openObjects()).isEqualTo(before);
        }
    }
}
