package dev.loupe.data.signal;

import static dev.loupe.data.signal.SignalFixtures.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WfdbRecordTest {
  private static final float NAN = Float.NaN;

  @TempDir Path folder;

  private static float[] all(WfdbRecord record, int signal) {
    int n = (int) record.length() * record.signals().get(signal).samplesPerFrame();
    float[] values = new float[n];
    record.read(signal, 0, n, values, 0);
    return values;
  }

  private Path header(String name, String... lines) {
    return write(name + ".hea", (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private Path write(String name, byte[] content) {
    try {
      return Files.write(folder.resolve(name), content);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] shorts(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      bytes.putShort((short) value);
    }
    return bytes.array();
  }

  /// Each figure comes from another reader, which also found the sums that PhysioNet wrote.
  @Test
  void realRecordsHaveTheValuesOfAnotherReader() throws IOException {
    Path wfdb = SignalFixtures.shared("wfdb");
    for (String[] row : SignalFixtures.rows("wfdb.csv")) {
      String what = row[0] + " signal " + row[1];
      WfdbRecord record = WfdbRecord.open(wfdb.resolve(row[0]));
      int signal = Integer.parseInt(row[1]);
      float[] values = all(record, signal);
      assertThat(record.signals().get(signal).units()).as(what).isEqualTo(row[2]);
      assertThat(record.rate()).as(what).isEqualTo(Double.parseDouble(row[3]));
      assertThat(values).as(what).hasSize(Integer.parseInt(row[4]));
      int invalid = 0;
      for (float value : values) {
        invalid += Float.isNaN(value) ? 1 : 0;
      }
      assertThat(invalid).as(what).hasToString(row[5]);
      assertThat(values[0]).as(what).isEqualTo(Float.parseFloat(row[6]));
      assertThat(SignalFixtures.crc(values)).as(what).isEqualTo(row[7]);
    }
  }

  @Test
  void realRecordsAreSoundAndRangesAreTheSameAsTheWhole() throws IOException {
    for (String name :
        List.of("100", "100_3chan", "310derive", "a103l", "binformats", "s0010_re", "test01_00s")) {
      WfdbRecord record = WfdbRecord.open(SignalFixtures.shared("wfdb").resolve(name + ".hea"));
      record.verify();
      assertThat(record.name()).isEqualTo(name);
      for (int s = 0; s < record.signals().size(); s++) {
        float[] whole = all(record, s);
        for (int from = 0; from < 7; from++) {
          int count = whole.length - from - 3;
          float[] range = new float[count + 1];
          record.read(s, from, count, range, 1);
          assertThat(Arrays.copyOfRange(range, 1, count + 1))
              .as(name + " " + s)
              .isEqualTo(Arrays.copyOfRange(whole, from, from + count));
        }
        float[] one = new float[1];
        record.read(s, whole.length - 1, 1, one, 0);
        assertThat(one[0]).isEqualTo(whole[whole.length - 1]);
      }
    }
  }

  @Test
  void whatAHeaderSaysIsKept() {
    WfdbRecord record = WfdbRecord.open(SignalFixtures.shared("wfdb").resolve("s0010_re.hea"));
    assertThat(record.signals().get(14).description()).isEqualTo("vz");
    assertThat(record.signals().get(14).file()).isEqualTo("s0010_re.xyz");
    assertThat(record.comments()).startsWith("age: 81", "sex: female");
    float[] frames = new float[15 * 10];
    record.read(100, 10, frames, 0);
    assertThat(frames[15 * 3 + 14]).isEqualTo(all(record, 14)[103]);
    WfdbSignal pleth =
        WfdbRecord.open(SignalFixtures.shared("wfdb").resolve("a103l.hea")).signals().get(2);
    assertThat(pleth.gain()).isEqualTo(12530);
    assertThat(pleth.offset()).isEqualTo(24);
    assertThat(pleth.units()).isEqualTo("NU");
  }

  @Test
  void missingFieldsHaveTheirUsualValues() {
    write("x.dat", shorts(200, -400));
    WfdbRecord record = WfdbRecord.open(header("x", "", "# a", "x 1", "# b", "x.dat 16", " #c"));
    assertThat(record.rate()).isEqualTo(250);
    assertThat(record.length()).isEqualTo(2);
    assertThat(all(record, 0)).containsExactly(1, -2);
    assertThat(record.signals().getFirst().units()).isEqualTo("mV");
    assertThat(record.comments()).containsExactly("a", "b", "c");
    record.verify();
    header("x", "x 1 3.6e2/720.0(5) 2 12:0:0 1/2/1999", "x.dat 16 0 12 100", "more 1 2 3");
    record = WfdbRecord.open(folder.resolve("x.hea"));
    assertThat(record.rate()).isEqualTo(360);
    assertThat(all(record, 0)).containsExactly(0.5f, -2.5f);
    assertThat(record.signals().getFirst().initial()).isEqualTo(100);
  }

  @Test
  void valuesThatAreNoneAreNotANumber() {
    write("a.dat", shorts(-32768, -32767));
    write("b.dat", new byte[] {0, 1});
    write("c.dat", new byte[] {0, (byte) 0x88, 0});
    write("d.dat", new byte[] {0, 4, 0, 4});
    write("e.dat", new byte[] {0, 2, 0, 0});
    write("f.dat", new byte[] {0, 0, (byte) 0x80, 1, 0, (byte) 0x80});
    WfdbRecord record =
        WfdbRecord.open(
            header(
                "x",
                "x 6 1 2",
                "a.dat 16 1",
                "b.dat 80 1",
                "c.dat 212 1",
                "d.dat 310 1",
                "e.dat 311 1",
                "f.dat 24 1"));
    assertThat(all(record, 0)).containsExactly(NAN, -32767);
    assertThat(all(record, 1)).containsExactly(NAN, -127);
    assertThat(all(record, 2)).containsExactly(NAN, NAN);
    assertThat(all(record, 3)).containsExactly(NAN, NAN);
    assertThat(all(record, 4)).containsExactly(NAN, 0);
    assertThat(all(record, 5)).containsExactly(NAN, -8388607);
    assertThat(record.length()).isEqualTo(2);
  }

  @Test
  void aSkewedSignalBeginsLaterInItsFile() {
    write("x.dat", shorts(1, 10, 2, 20, 3, 30, 4, 40));
    WfdbRecord record =
        WfdbRecord.open(
            header("x", "x 2 1 4", "x.dat 16 1 8 0 1 10 0 a", "x.dat 16:3 1 8 0 10 100 0 b"));
    assertThat(all(record, 0)).containsExactly(1, 2, 3, 4);
    assertThat(all(record, 1)).containsExactly(40, NAN, NAN, NAN);
    record.verify();
    float[] two = new float[2];
    record.read(1, 1, 2, two, 0);
    assertThat(two).containsExactly(NAN, NAN);
  }

  @Test
  void aFrameMayHaveSeveralSamplesOfASignal() {
    write("x.dat", shorts(1, 2, 10, 3, 4, 20, 5, 6, 30));
    Path file = header("x", "x 2 10 3", "x.dat 16x2:1 1 8 0 1 21 0 a", "x.dat 16 1 8 0 10 60 0 b");
    WfdbRecord record = WfdbRecord.open(file);
    assertThat(all(record, 0)).containsExactly(3, 4, 5, 6, NAN, NAN);
    assertThat(all(record, 1)).containsExactly(10, 20, 30);
    record.verify();
    float[] two = new float[2];
    record.read(0, 1, 2, two, 0);
    assertThat(two).containsExactly(4, 5);
    assertThat(error(() -> record.read(0, 1, two, 0)))
        .isEqualTo(
            file
                + ": the signals have different rates\n"
                + "  expected: one sample in a frame for each signal\n"
                + "  got: 2 of 'a'\n  fix: read signal by signal");
    assertThatThrownBy(() -> record.read(0, 5, 2, two, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void segmentsAreReadAsOne() {
    write("a.dat", shorts(1, 10, 2, 20));
    header("a", "a 2 5 2", "a.dat 16 1/V 8 0 1 3 0 x", "a.dat 16 1/V 8 0 10 30 0 y");
    write("b.dat", new byte[] {(byte) 131, (byte) 140});
    header("b", "b 2 5 1", "b.dat 80 1/V 8 0 3 3 0 x", "b.dat 80 1/V 8 0 12 12 0 y");
    WfdbRecord record = WfdbRecord.open(header("m", "m/4 2 5 7", "a 2", "~ 2", "b 1", "a 2"));
    assertThat(record.length()).isEqualTo(7);
    assertThat(all(record, 0)).containsExactly(1, 2, NAN, NAN, 3, 1, 2);
    assertThat(all(record, 1)).containsExactly(10, 20, NAN, NAN, 12, 10, 20);
    float[] frames = new float[6];
    record.read(3, 3, frames, 0);
    assertThat(frames).containsExactly(NAN, NAN, 3, 12, 1, 10);
    record.verify();
  }

  @Test
  void theLayoutOfSegmentsMayVary() {
    header("l", "l 3 5 0", "~ 0 1/V 8 0 0 0 0 x", "~ 0 4(8)/A 8 0 0 0 0 y", "~ 0 1/V 8 0 0 0 0 z");
    write("a.dat", shorts(7, 1, 8, 2));
    header("a", "a 2 5 2", "a.dat 16 1/A 8 0 7 15 0 y", "a.dat 16 2/V 8 0 1 3 0 x");
    write("b.dat", shorts(5));
    header("b", "b 2 5 1", "b.dat 16 1/V 8 0 5 5 0 z", "b.dat 16 1/K 8 0 5 5 0 other");
    write("b.dat", shorts(5, 6));
    WfdbRecord record = WfdbRecord.open(header("m", "m/4 3 5", "l 0", "a 2", "~ 1", "b 1"));
    assertThat(record.signals().stream().map(WfdbSignal::description))
        .containsExactly("x", "y", "z");
    assertThat(all(record, 0)).containsExactly(0.5f, 1, NAN, NAN);
    assertThat(all(record, 1)).containsExactly(7, 8, NAN, NAN);
    assertThat(all(record, 2)).containsExactly(NAN, NAN, NAN, 5);
    header("b", "b 1 5 1", "b.dat 16 1/mA 8 0 5 5 0 y");
    assertThat(error(() -> WfdbRecord.open(folder.resolve("m.hea"))))
        .isEqualTo(
            folder.resolve("m.hea")
                + ": signal 'y' is another one in b\n"
                + "  expected: 1 samples in a frame, in A\n  got: 1 in mA");
  }

  @Test
  void segmentsThatDontFitAreRefused() {
    write("a.dat", shorts(1, 2));
    header("a", "a 1 5 2", "a.dat 16");
    Path m = folder.resolve("m.hea");
    assertThat(error(() -> WfdbRecord.open(header("m", "m/2 1 5 9", "a 2", "a 2"))))
        .isEqualTo(
            m + ": the lengths of the segments don't add up\n  expected: 9 frames\n  got: 4");
    assertThat(error(() -> WfdbRecord.open(header("m", "m/1 1 5 3", "a 3"))))
        .isEqualTo(
            m
                + ": segment a is not what it should be\n"
                + "  expected: 3 frames at 5.0 Hz\n  got: 2 frames at 5.0 Hz");
    assertThat(error(() -> WfdbRecord.open(header("m", "m/1 2 5 2", "a 2"))))
        .isEqualTo(m + ": segment a has another number of signals\n  expected: 2\n  got: 1");
    assertThat(error(() -> WfdbRecord.open(header("m", "m/1 1 5 2", "m 2"))))
        .isEqualTo(m + ": a segment is made of segments itself\n  got: " + m);
    assertThat(error(() -> WfdbRecord.open(header("m", "m/1 1 5 2", "~ 2"))))
        .isEqualTo(m + ": a record needs a segment that is no gap\n  got: gaps only");
    assertThat(error(() -> WfdbRecord.open(header("m", "m/1 1 5 2", "../a 2"))))
        .isEqualTo(
            m
                + ", line 2: the WFDB header can't be understood\n"
                + "  expected: the name of a record in this folder\n  got: '../a'");
    assertThat(error(() -> WfdbRecord.open(header("m", "m/2 1 5 2", "a 2"))))
        .isEqualTo(
            m
                + ": the WFDB header is cut short\n  expected: the name and length of segment 1 of"
                + " 2\n  got: the end of the file after line 3");
    assertThat(error(() -> WfdbRecord.open(header("m", "m/1 1 5 2", "none 2"))))
        .isEqualTo(folder.resolve("none.hea") + ": there is no such file");
  }

  @Test
  void whatIsNotReadIsNamed() {
    write("x.dat", shorts(1, 2));
    Path x = folder.resolve("x.hea");
    String line = x + ", line 2: the line of the signal can't be understood\n  expected: ";
    assertThat(signal("x.dat 516"))
        .isEqualTo(
            x
                + ", line 2: the signal is packed by FLAC, which Loupe doesn't read\n"
                + "  expected: one of the formats 8, 16, 24, 32, 61, 80, 160, 212, 310, 311\n"
                + "  got: 516\n  fix: convert the record to format 16");
    assertThat(signal("x.dat 17"))
        .isEqualTo(
            x
                + ", line 2: the format of the signal is not known\n"
                + "  expected: one of 8, 16, 24, 32, 61, 80, 160, 212, 310, 311\n  got: 17");
    assertThat(signal("/x.dat 16"))
        .isEqualTo(line + "the name of a file in this folder\n  got: '/x.dat'");
    assertThat(signal("../x.dat 16")).contains("in this folder");
    assertThat(signal("a\\b 16")).contains("in this folder");
    assertThat(signal(".. 16")).contains("in this folder");
    assertThat(signal("x.dat"))
        .isEqualTo(line + "a file, a format, and what describes the signal\n  got: 'x.dat'");
    assertThat(signal("x.dat 16 many"))
        .isEqualTo(line + "a gain, such as 200(1024)/mV\n  got: 'many'");
    assertThat(signal("x.dat 16 1(x)")).contains("a whole number as baseline");
    assertThat(signal("x.dat 16x0")).contains("a whole number of 1 to 1048576\n  got: '0'");
    assertThat(signal("x.dat 16x99999999999999")).contains("a whole number of 1 to 1048576");
    assertThat(signal("x.dat 16:-1")).contains("a whole number of 0 to 2147483647");
    assertThat(signal("x.dat 16+9999999999999999")).contains("an offset below 10^15");
    assertThat(signal("x.dat 16 " + "1".repeat(100_000)))
        .contains("a line of at most 4096 characters");
    assertThat(signal("~ 0"))
        .isEqualTo(
            x
                + ": the signals of a layout have no samples\n"
                + "  expected: a record with samples, or one of segments\n"
                + "  got: format 0 for ''");
    assertThat(error(() -> WfdbRecord.open(header("x", "x 2 1 1", "x.dat 16", "x.dat 61"))))
        .isEqualTo(
            x
                + ": signals of one file don't agree\n"
                + "  expected: one format and one offset for all signals in x.dat\n"
                + "  got: another one for ''");
  }

  private String signal(String line) {
    Path file = header("x", "x 1 1 1", line);
    return SignalFixtures.frugalError(() -> WfdbRecord.open(file));
  }

  private String record(String line) {
    Path file = header("x", line, "x.dat 16");
    String message = SignalFixtures.frugalError(() -> WfdbRecord.open(file));
    assertThat(message).startsWith(file.toString());
    return message;
  }

  @Test
  void absurdNumbersAreRefusedAtOnce() {
    write("x.dat", shorts(1, 2));
    assertThat(record("x 999999999 1 1")).contains("a number of 0 to 1000000");
    assertThat(record("x 1000000 1 1")).contains("cut short\n  expected: signal 1 of 1000000");
    assertThat(record("x/1000000 1 1")).contains("cut short\n  expected: the name and length of");
    assertThat(record("x 1 0")).contains("a rate above 0");
    assertThat(record("x 1 nan")).contains("a number\n  got: 'nan'");
    assertThat(record("x 1 " + "1".repeat(4000) + "e")).contains("a number\n  got: '111");
    assertThat(record("x 1 1 many")).contains("a rate, such as 360\n  got: '1 many'");
    assertThat(record("x 1 1 999999999999999999")).contains("a length of at most 281474976710656");
    assertThat(record("x")).contains("the name of a record and its number of signals\n  got: 'x'");
    Path dat = folder.resolve("x.dat");
    assertThat(error(() -> WfdbRecord.open(header("x", "x 1 1 281474976710656", "x.dat 16"))))
        .isEqualTo(
            dat
                + ": the signal file is cut short\n"
                + "  expected: 562949953421312 bytes for 281474976710656 frames, as x.hea says\n"
                + "  got: 4 bytes, 2 frames\n  fix: get the file again");
    assertThat(error(() -> WfdbRecord.open(header("x", "x 1 1 1", "x.dat 16+999"))))
        .contains("expected: 1001 bytes for 1 frames");
    assertThat(error(() -> WfdbRecord.open(header("x", "x 1 1 1", "y.dat 16"))))
        .isEqualTo(folder.resolve("y.dat") + ": there is no such file");
  }

  @Test
  void everyTruncationOfAHeaderIsReadOrRefused() throws IOException {
    String text = Files.readString(SignalFixtures.shared("wfdb").resolve("100_3chan.hea")).strip();
    write("100_3chan.dat", new byte[4496]);
    List<String> refusals = new ArrayList<>();
    for (int length = 0; length < text.length(); length++) {
      Path file = write("x.hea", text.substring(0, length).getBytes(StandardCharsets.UTF_8));
      try {
        WfdbRecord.open(file);
      } catch (LoupeException e) {
        assertThat(e.getMessage()).startsWith(folder.toString());
        refusals.add(e.getMessage());
      }
    }
    assertThat(refusals).hasSizeGreaterThan(130);
  }

  @Test
  void everyTruncationOfSamplesIsRefused() throws IOException {
    for (String[] format :
        new String[][] {
          {"8", "10"},
          {"16", "20"},
          {"24", "30"},
          {"32", "40"},
          {"61", "20"},
          {"80", "10"},
          {"160", "20"},
          {"212", "15"},
          {"310", "14"},
          {"311", "14"}
        }) {
      Path file = header("x", "x 1 1 10", "x.dat " + format[0]);
      int needed = Integer.parseInt(format[1]);
      for (int length = 0; length < needed; length++) {
        write("x.dat", new byte[length]);
        assertThat(error(() -> WfdbRecord.open(file)))
            .startsWith(
                folder.resolve("x.dat")
                    + ": the signal file is cut short\n  expected: "
                    + needed
                    + " bytes for 10 frames, as x.hea says\n  got: "
                    + length);
      }
      write("x.dat", new byte[needed]);
      assertThat(WfdbRecord.open(file).length()).isEqualTo(10);
      header("x", "x 1 1", "x.dat " + format[0]);
      assertThat(WfdbRecord.open(file).length()).as(format[0]).isEqualTo(10);
    }
  }

  @Test
  void changedSamplesAreFound() throws IOException {
    Path from = SignalFixtures.shared("wfdb");
    for (String name : List.of("100_3chan.hea", "100_3chan.dat")) {
      Files.write(folder.resolve(name), Files.readAllBytes(from.resolve(name)));
    }
    Path file = folder.resolve("100_3chan.dat");
    byte[] content = Files.readAllBytes(file);
    content[1000] ^= 1;
    Files.write(file, content);
    WfdbRecord record = WfdbRecord.open(folder.resolve("100_3chan.hea"));
    assertThat(error(record::verify))
        .startsWith(file + ": the signal file has changed\n  expected: the checksum ")
        .endsWith("\n  fix: get the file again");
  }
}
