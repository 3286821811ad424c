package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.media.device.FakeDevices;
import dev.plumb.media.video.VideoFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MediaDevicesTest {
    private final SimAgents sim = new SimAgents(1);
    private final MediaDevices devices = sim.a.mediaDevices();

    @Test
    void onlyWhatWasAddedIsThere() {
        assertThat(devices.enumerateDevices()).isEmpty();
        assertThatThrownBy(() -> devices.getUserMedia(MediaStreamConstraints.AUDIO_AND_VIDEO))
                .hasMessageContaining("NotFoundError");
        List<Object> changes = new ArrayList<>();
        devices.onDeviceChange(changes::add);
        devices.add(FakeDevices.microphone());
        devices.add(FakeDevices.camera());
        assertThatThrownBy(() -> devices.add(FakeDevices.camera())).hasMessageContaining("InvalidStateError");
        assertThat(devices.enumerateDevices())
                .extracting(MediaDeviceInfo::kind)
                .containsExactly(MediaDeviceKind.AUDIOINPUT, MediaDeviceKind.VIDEOINPUT);
        devices.remove(FakeDevices.microphone());
        assertThat(devices.enumerateDevices()).hasSize(1);
        assertThat(changes).hasSize(3);
    }

    @Test
    void picturesComeAsTheConstraintsHaveThem() {
        devices.add(FakeDevices.camera());
        MediaStream stream = devices.getUserMedia(MediaStreamConstraints.video(MediaTrackConstraints.ANY
                .with("width", MediaConstraint.ideal(320))
                .with("height", MediaConstraint.exact(240))
                .with("frameRate", MediaConstraint.between(5, 10))));
        MediaStreamTrack track = stream.getVideoTracks().getFirst();
        assertThat(track.getSettings()).containsEntry("frameRate", 10.0).containsEntry("deviceId", "fake-camera");
        List<VideoFrame> seen = new ArrayList<>();
        track.onVideo(seen::add);
        sim.clock.runFor(Duration.ofSeconds(2));
        assertThat(seen).hasSizeBetween(19, 21);
        assertThat(seen.getFirst().width()).isEqualTo(320);
        assertThat(seen.getFirst().height()).isEqualTo(240);
        assertThat(track.getSettings()).containsEntry("width", 320).containsEntry("height", 240);
        assertThat(stream.active()).isTrue();
        MediaStream copy = stream.cloneStream();
        track.stop();
        assertThat(stream.active()).isFalse();
        assertThat(copy.active()).isTrue();
    }

    @Test
    void whatNoDeviceCanDoIsRefusedByName() {
        devices.add(FakeDevices.camera());
        assertThatThrownBy(() -> devices.getUserMedia(MediaStreamConstraints.video(
                        MediaTrackConstraints.ANY.with("width", MediaConstraint.exact(8000)))))
                .hasMessageContaining("OverconstrainedError")
                .hasMessageContaining("width");
        assertThatThrownBy(() -> devices.getUserMedia(MediaStreamConstraints.video(
                        MediaTrackConstraints.ANY.with("deviceId", MediaConstraint.exact("another")))))
                .hasMessageContaining("OverconstrainedError");
        assertThatThrownBy(() -> devices.getUserMedia(
                        new MediaStreamConstraints(java.util.Optional.empty(), java.util.Optional.empty())))
                .hasMessageContaining("TypeError");
    }

    @Test
    void theConstraintThatFailedIsAFieldOfTheException() {
        devices.add(FakeDevices.camera());
        for (String name : List.of("facingMode", "deviceId", "groupId", "resizeMode")) {
            assertThatThrownBy(() -> devices.getUserMedia(MediaStreamConstraints.video(
                            MediaTrackConstraints.ANY.with(name, MediaConstraint.exact("nowhere")))))
                    .isInstanceOfSatisfying(RTCException.class, e -> {
                        assertThat(e.name()).isEqualTo(RTCException.Name.OVERCONSTRAINED);
                        assertThat(e.constraint()).contains(name);
                    });
        }
    }

    @Test
    void aNameThatIsOnlyWishedForKeepsNobodyOut() {
        devices.add(FakeDevices.camera());
        for (String name : List.of("facingMode", "deviceId", "groupId", "resizeMode")) {
            MediaStream stream = devices.getUserMedia(MediaStreamConstraints.video(
                    MediaTrackConstraints.ANY.with(name, new MediaConstraint.Named(List.of(), List.of("nowhere")))));
            assertThat(stream.getTracks()).hasSize(1);
        }
    }

    @Test
    void anAdvancedSetThatCannotHoldIsLeftOut() {
        devices.add(FakeDevices.camera());
        MediaStreamTrack track = devices.getUserMedia(MediaStreamConstraints.video(MediaTrackConstraints.ANY
                        .withAdvanced(Map.of("width", MediaConstraint.ideal(8000)))
                        .withAdvanced(Map.of("width", MediaConstraint.ideal(800)))))
                .getTracks()
                .getFirst();
        assertThat(track.getSettings()).containsEntry("width", 800.0);
    }
}
