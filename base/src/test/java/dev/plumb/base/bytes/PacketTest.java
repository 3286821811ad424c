package dev.plumb.base.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Windows grow in place, and packets go back to their pool once. */
class PacketTest {
    private final PacketPool pool = new PacketPool();

    @Test
    void headersAndTagsGrowInPlace() {
        Packet p = pool.copyOf(new byte[] {5, 6, 7});
        byte[] array = p.array();
        p.prepend(4).put32(0, 0x01020304L).append(new byte[] {8, 9}, 0, 2);
        assertThat(p.toByteArray()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(p.array()).isSameAs(array);
        assertThat(p.skip(4).toByteArray()).containsExactly(5, 6, 7, 8, 9);
    }

    @Test
    void moreThanTheRoomGrowsTheArrayAndKeepsTheBytes() {
        Packet p = pool.copyOf(new byte[] {1, 2});
        p.prepend(200);
        assertThat(p.length()).isEqualTo(202);
        assertThat(p.u16(200)).isEqualTo(0x0102);
        byte[] big = new byte[5_000];
        big[4_999] = 42;
        p.set(big, 0, big.length);
        assertThat(p.u8(4_999)).isEqualTo(42);
        p.set(ByteBuffer.wrap(new byte[] {3}));
        assertThat(p.toByteArray()).containsExactly(3);
    }

    @Test
    void packetsAreUsedAgainAndReleasedOnce() {
        Packet p = pool.take().length(10);
        assertThat(pool.outstanding()).isEqualTo(1);
        p.release();
        assertThat(pool.outstanding()).isZero();
        assertThat(pool.take()).isSameAs(p);
        assertThat(p.length()).isZero();
        assertThat(p.offset()).isEqualTo(Packet.ROOM);
        p.release();
        assertThatThrownBy(p::release).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void numbersAreBigEndianAndUnsigned() {
        byte[] a = new byte[16];
        BigEndian.put48(a, 1, 0xfedcba987654L);
        assertThat(BigEndian.u48(a, 1)).isEqualTo(0xfedcba987654L);
        BigEndian.put24(a, 0, 0x123456);
        assertThat(BigEndian.u24(a, 0)).isEqualTo(0x123456);
        BigEndian.put32(a, 4, 0xffff_fffeL);
        assertThat(BigEndian.u32(a, 4)).isEqualTo(0xffff_fffeL);
        assertThat(BigEndian.i32(a, 4)).isEqualTo(-2);
        BigEndian.put64(a, 8, -3);
        assertThat(BigEndian.i64(a, 8)).isEqualTo(-3);
        assertThatThrownBy(() -> BigEndian.u32(a, 13)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
