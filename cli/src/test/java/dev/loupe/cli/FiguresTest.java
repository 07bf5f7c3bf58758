package dev.loupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/// Numbers as people read them.
final class FiguresTest {
  @Test
  void bytesHaveBinaryUnits() {
    assertThat(Figures.bytes(0)).isEqualTo("0 B");
    assertThat(Figures.bytes(1023)).isEqualTo("1023 B");
    assertThat(Figures.bytes(1024)).isEqualTo("1.00 KiB");
    assertThat(Figures.bytes(10L << 20)).isEqualTo("10.0 MiB");
    assertThat(Figures.bytes(200L << 30)).isEqualTo("200 GiB");
    assertThat(Figures.bytes(BigInteger.TWO.pow(72))).isEqualTo("4.00 ZiB");
  }

  @Test
  void countsHaveDecimalPrefixes() {
    assertThat(Figures.count(0)).isEqualTo("0");
    assertThat(Figures.count(999)).isEqualTo("999");
    assertThat(Figures.count(4704)).isEqualTo("4.70 k");
    assertThat(Figures.count(41.6e6)).isEqualTo("41.6 M");
    assertThat(Figures.whole(61_706)).isEqualTo("61,706");
  }

  @Test
  void timesAndShares() {
    assertThat(Figures.seconds(8.4)).isEqualTo("8 s");
    assertThat(Figures.seconds(125)).isEqualTo("2 min 05 s");
    assertThat(Figures.seconds(4320)).isEqualTo("1 h 12 min");
    assertThat(Figures.percent(0.98755)).isEqualTo("98.76 %");
    assertThat(Figures.percent(Double.NaN)).isEqualTo("-");
  }
}
