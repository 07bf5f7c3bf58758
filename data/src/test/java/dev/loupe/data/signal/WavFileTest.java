package dev.loupe.data.signal;

import static dev.loupe.data.signal.SignalFixtures.chunk;
import static dev.loupe.data.signal.SignalFixtures.error;
import static dev.loupe.data.signal.SignalFixtures.format;
import static dev.loupe.data.signal.SignalFixtures.wav;
import static dev.loupe.data.signal.SignalFixtures.wav16;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WavFileTest {
  @TempDir Path folder;

  private static float[] all(byte[] content) {
    return all(WavFile.of(content, "x.wav"));
  }

  private static float[] all(WavFile file) {
    float[] values = new float[(int) file.frames() * file.channels()];
    file.read(0, (int) file.frames(), values, 0);
    return values;
  }

  private static String refusal(byte[] content) {
    String message = SignalFixtures.frugalError(() -> WavFile.of(content, "x.wav"));
    assertThat(message).startsWith("x.wav: ");
    return message.substring(7);
  }

  private static byte[] little(int capacity, Consumer<ByteBuffer> fill) {
    ByteBuffer bytes = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    fill.accept(bytes);
    return bytes.array();
  }

  @Test
  void everyWidthBecomesMinusOneToOne() {
    byte[] eight = wav(chunk("fmt ", format(1, 1, 8000, 1, 8)), chunk("data", bytes(0, 128, 255)));
    assertThat(all(eight)).containsExactly(-1, 0, 127f / 128);
    assertThat(all(wav16(1, 8000, -32768, 0, 1, 32767)))
        .containsExactly(-1, 0, 1f / 32768, 32767f / 32768);
    byte[] wide =
        wav(
            chunk("fmt ", format(1, 1, 8000, 3, 24)),
            chunk("data", bytes(0, 0, 0x80, 0xFF, 0xFF, 0xFF, 0x56, 0x34, 0x12)));
    assertThat(all(wide)).containsExactly(-1, -1f / 8388608, 0x123456 / 8388608f);
    byte[] widest =
        wav(
            chunk("fmt ", format(1, 1, 8000, 4, 32)),
            chunk("data", little(8, b -> b.putInt(Integer.MIN_VALUE).putInt(0x12345678))));
    assertThat(all(widest)).containsExactly(-1, 0x12345678 * 0x1p-31f);
    byte[] floats =
        wav(
            chunk("fmt ", format(3, 1, 8000, 4, 32)),
            chunk("data", little(8, b -> b.putFloat(-1.5f).putFloat(Float.MIN_VALUE))));
    assertThat(all(floats)).containsExactly(-1.5f, Float.MIN_VALUE);
    byte[] doubles =
        wav(
            chunk("fmt ", format(3, 1, 8000, 8, 64)),
            chunk("data", little(16, b -> b.putDouble(0.1).putDouble(-1))));
    assertThat(all(doubles)).containsExactly(0.1f, -1);
    assertThat(WavFile.of(doubles, "x").encoding()).isEqualTo("64-bit float");
    assertThat(WavFile.of(wide, "x").encoding()).isEqualTo("24-bit PCM");
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /// Twelve bits lie in the upper bits of their two bytes.
  @Test
  void valuesWithFewerBitsLieAtTheTop() {
    byte[] twelve =
        wav(chunk("fmt ", format(1, 1, 1, 2, 12)), chunk("data", bytes(0xF0, 0x7F, 0x10, 0x80)));
    assertThat(all(twelve)).containsExactly(2047f / 2048, -2047f / 2048);
  }

  @Test
  void extensibleFilesSayTheirFormatInAnIdentifier() {
    byte[] tail = bytes(0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71);
    byte[] extension =
        SignalFixtures.join(
            format(0xFFFE, 2, 48000, 8, 32), bytes(22, 0, 24, 0, 3, 0, 0, 0), bytes(1, 0), tail);
    byte[] data = little(8, b -> b.putInt(1 << 30).putInt(-1 << 29));
    byte[] file = wav(chunk("fmt ", extension), chunk("data", data));
    assertThat(all(file)).containsExactly(0.5f, -0.25f);
    extension[24] = 3;
    assertThat(all(wav(chunk("fmt ", extension), chunk("data", data))))
        .containsExactly(Float.intBitsToFloat(1 << 30), Float.intBitsToFloat(-1 << 29));
    extension[30] = 9;
    assertThat(refusal(wav(chunk("fmt ", extension), chunk("data", data))))
        .isEqualTo(
            "the WAV format at offset 20 is one Loupe doesn't read\n"
                + "  expected: PCM of 8 to 32 bits, or floats of 32 or 64 bits\n"
                + "  got: an extension with an identifier of its own\n"
                + "  fix: convert the file to 16-bit PCM");
    assertThat(refusal(wav(chunk("fmt ", Arrays.copyOf(extension, 18)), chunk("data", data))))
        .isEqualTo(
            "the extensible WAV format at offset 20 is cut short\n  expected: 40 bytes\n  got: 18");
  }

  @Test
  void otherChunksArePassedOver() {
    byte[] format = chunk("fmt ", format(1, 2, 44100, 4, 16));
    byte[] data = chunk("data", bytes(1, 0, 2, 0, 3, 0, 4, 0));
    byte[] file =
        wav(chunk("LIST", bytes(1, 2, 3)), format, chunk("fact"), chunk("odd ", bytes(9)), data);
    WavFile read = WavFile.of(SignalFixtures.join(file, bytes(7, 7, 7)), "x");
    assertThat(read.rate()).isEqualTo(44100);
    assertThat(read.channels()).isEqualTo(2);
    assertThat(read.frames()).isEqualTo(2);
    assertThat(all(read)).containsExactly(1f / 32768, 2f / 32768, 3f / 32768, 4f / 32768);
  }

  @Test
  void largeFilesHaveTheirSizesInAChunkOfTheirOwn() {
    byte[] sizes = little(28, b -> b.putLong(0).putLong(4).putLong(2).putInt(0));
    byte[] file =
        wav(
            chunk("ds64", sizes),
            chunk("fmt ", format(1, 1, 8000, 2, 16)),
            chunk("data", bytes(0, 0x40, 0, 0xC0)));
    System.arraycopy("RF64".getBytes(StandardCharsets.ISO_8859_1), 0, file, 0, 4);
    int data = file.length - 8;
    Arrays.fill(file, data, data + 4, (byte) 0xFF);
    assertThat(all(file)).containsExactly(0.5f, -0.5f);
    file[20 + 8] = 6;
    assertThat(refusal(file))
        .isEqualTo(
            "the WAV file is cut short\n  expected: 6 bytes of samples from offset 80\n"
                + "  got: the end of the file at offset 84\n  fix: get the file again");
    Arrays.fill(file, 28, 36, (byte) 0xFF);
    assertThat(refusal(file)).contains("expected: 18446744073709551615 bytes of samples");
  }

  @Test
  void rangesAreTheSameAsTheWhole() throws IOException {
    int[] values = new int[3 * 30_000];
    Arrays.setAll(values, i -> (short) ((i * 0x9E3779B1) >>> 16));
    Path path = Files.write(folder.resolve("x.wav"), wav16(3, 8000, values));
    WavFile file = WavFile.open(path);
    float[] whole = all(file);
    for (int i = 0; i < whole.length; i++) {
      assertThat(whole[i]).isEqualTo(values[i] / 32768f);
    }
    float[] range = new float[3 * 20_000 + 2];
    file.read(10_000, 20_000, range, 2);
    assertThat(Arrays.copyOfRange(range, 2, range.length))
        .isEqualTo(Arrays.copyOfRange(whole, 30_000, 90_000));
    assertThatThrownBy(() -> file.read(10_001, 20_000, range, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    Files.write(path, Arrays.copyOf(Files.readAllBytes(path), 50_000));
    assertThat(error(() -> file.read(0, 30_000, whole, 0)))
        .startsWith(path + ": the file is cut short\n  expected: ");
  }

  @Test
  void everyTruncationIsRefusedWithItsOffset() {
    byte[] file =
        wav(
            chunk("LIST", bytes(1, 2, 3)),
            chunk("fmt ", format(1, 1, 8000, 2, 16)),
            chunk("data", bytes(1, 2, 3, 4)));
    for (int length = 0; length < file.length; length++) {
      String message = refusal(Arrays.copyOf(file, length));
      assertThat(message).containsAnyOf("cut short", "has no samples").contains("offset " + length);
    }
  }

  /// Every byte of the header is set to each of some values; the file is read or refused.
  @Test
  void brokenHeadersAreReadOrRefused() {
    byte[] file = wav(chunk("fmt ", format(1, 1, 8000, 2, 16)), chunk("data", new byte[64]));
    int refused = 0;
    for (int at = 0; at < 44; at++) {
      for (int value : new int[] {0, 1, 2, 3, 8, 0x7F, 0x80, 0xFE, 0xFF}) {
        byte[] broken = file.clone();
        broken[at] = (byte) value;
        try {
          all(broken);
        } catch (LoupeException e) {
          assertThat(e).hasMessageStartingWith("x.wav: ");
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(150);
  }

  @Test
  void whatIsNotReadIsNamed() {
    byte[] data = chunk("data", new byte[8]);
    String formats =
        "the WAV format at offset 20 is one Loupe doesn't read\n"
            + "  expected: PCM of 8 to 32 bits, or floats of 32 or 64 bits\n"
            + "  got: %s\n  fix: convert the file to 16-bit PCM";
    assertThat(refusal(wav(chunk("fmt ", format(7, 1, 8000, 1, 8)), data)))
        .isEqualTo(formats.formatted("0x0007 (mu-law)"));
    assertThat(refusal(wav(chunk("fmt ", format(0x55, 1, 8000, 1, 8)), data)))
        .isEqualTo(formats.formatted("0x0055 (MP3)"));
    assertThat(refusal(wav(chunk("fmt ", format(0x1234, 1, 8000, 1, 8)), data)))
        .isEqualTo(formats.formatted("0x1234 (an unknown format)"));
    assertThat(refusal(wav(chunk("fmt ", format(1, 0, 8000, 2, 16)), data)))
        .isEqualTo(
            "the WAV format at offset 20 is not possible\n"
                + "  expected: a channel or more, and a rate of 1 to 2147483647 Hz\n"
                + "  got: 0 channels at 8000 Hz");
    assertThat(refusal(wav(chunk("fmt ", format(1, 2, 8000, 3, 16)), data)))
        .isEqualTo(
            "the WAV format at offset 20 is not possible\n"
                + "  expected: values of 1 to 32 bits, or floats of 32 or 64, in whole bytes\n"
                + "  got: 16 bits, 3 bytes for 2 channels");
    assertThat(refusal(wav(data)))
        .isEqualTo(
            "the samples at offset 20 come before their format\n"
                + "  expected: a chunk 'fmt ' before the chunk 'data'");
    assertThat(refusal(wav(chunk("fmt ", format(1, 1, 8000, 4, 32)), chunk("data", new byte[6]))))
        .isEqualTo(
            "the samples from offset 44 end in the midst of one\n"
                + "  expected: a multiple of 4 bytes\n  got: 6 bytes");
    byte[] big = wav(data);
    big[3] = 'X';
    assertThat(refusal(big))
        .isEqualTo(
            "the WAV file is big-endian (RIFX at offset 0)\n  expected: RIFF, RF64 or BW64\n"
                + "  fix: convert the file to 16-bit PCM");
    assertThat(refusal("<html><body></body>".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(
            "this is no WAV file\n  expected: 'RIFF' at offset 0 and 'WAVE' at offset 8\n"
                + "  got: '<htm' and 'ody>'");
    Path missing = folder.resolve("none.wav");
    assertThat(error(() -> WavFile.open(missing))).isEqualTo(missing + ": there is no such file");
    assertThat(error(() -> WavFile.open(folder)))
        .isEqualTo(folder + ": this is a folder\n  expected: a file");
  }

  @Test
  void millionsOfEmptyChunksAreGivenUp() {
    byte[] many = new byte[12 + 8 * 1_000_000];
    System.arraycopy(wav(), 0, many, 0, 12);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> assertThat(refusal(many)).startsWith("the WAV file has no samples"));
  }

  @Test
  void realFilesHaveTheValuesOfAnotherReader() throws IOException {
    for (String[] row : SignalFixtures.rows("wav.csv")) {
      WavFile file = WavFile.open(SignalFixtures.shared("").resolve(row[0]));
      assertThat(file.rate()).hasToString(row[1]);
      assertThat(file.channels()).hasToString(row[2]);
      assertThat(file.frames()).hasToString(row[3]);
      assertThat(SignalFixtures.crc(all(file))).isEqualTo(row[4]);
    }
  }
}
