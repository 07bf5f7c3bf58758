package dev.loupe.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class StoredTypeTest {
  private static float read(StoredType type, int bits) {
    float[] into = new float[1];
    type.read(ByteBuffer.wrap(new byte[] {(byte) bits}), into, 0, 1);
    return into[0];
  }

  @Test
  void floatsOfEightBitsAreThoseOfThePaper() {
    // Micikevicius et al., 2022, table 1: the largest, the smallest normal and subnormal.
    assertThat(read(StoredType.F8_E4M3, 0b0_1111_110)).isEqualTo(448);
    assertThat(read(StoredType.F8_E4M3, 0b1_0001_000)).isEqualTo(-0x1p-6f);
    assertThat(read(StoredType.F8_E4M3, 0b0_0000_001)).isEqualTo(0x1p-9f);
    assertThat(read(StoredType.F8_E4M3, 0b0_1111_111)).isNaN();
    assertThat(read(StoredType.F8_E5M2, 0b0_11110_11)).isEqualTo(57344);
    assertThat(read(StoredType.F8_E5M2, 0b0_00000_01)).isEqualTo(0x1p-16f);
    assertThat(read(StoredType.F8_E5M2, 0b1_11111_00)).isEqualTo(Float.NEGATIVE_INFINITY);
  }
}
