package dev.loupe.data.signal;

import static dev.loupe.data.signal.SignalFixtures.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.Dataset;
import dev.loupe.data.GroupRule;
import dev.loupe.data.Leak;
import dev.loupe.data.Splits;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Windows around heartbeats, from a table and from WFDB records.
final class HeartFoldersTest {
  private static final SignalOptions OPTIONS = SignalOptions.DEFAULT;

  @TempDir Path folder;

  private static float[] sample(Dataset data, int index) {
    Tensor sample = Tensor.zeros(data.shape());
    data.read(index, sample);
    return sample.toArray();
  }

  private static int count(Dataset data, String label) {
    int count = 0;
    for (int i = 0; i < data.size(); i++) {
      count += data.classes().get(data.label(i)).equals(label) ? 1 : 0;
    }
    return count;
  }

  private static byte[] shorts(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      bytes.putShort((short) value);
    }
    return bytes.array();
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  private void lead(String name, int... values) throws IOException {
    Files.write(folder.resolve(name + "_lead0.i16le.gz"), SignalFixtures.gzip(shorts(values)));
  }

  @Test
  void realWindowsHaveTheValuesOfAnotherReaderAndPatientsStayTogether() throws IOException {
    Path mitbih = SignalFixtures.shared("mitbih");
    assertThat(BeatTable.isIn(mitbih)).isTrue();
    Splits splits = BeatTable.open(mitbih, OPTIONS);
    for (String[] row : SignalFixtures.rows("beats.csv")) {
      Dataset data = row[0].equals("train") ? splits.train() : splits.test();
      assertThat(data.classes()).containsExactly("other", "pvc");
      assertThat(data.shape()).hasToString("360x1");
      assertThat(count(data, "other")).hasToString(row[1]);
      assertThat(count(data, "pvc")).hasToString(row[2]);
      CRC32 crc = new CRC32();
      for (int i = 0; i < data.size(); i++) {
        SignalFixtures.crc(crc, sample(data, i), 360);
      }
      assertThat(String.format("%08x", crc.getValue())).isEqualTo(row[3]);
    }
    assertThat(Leak.names(splits.train())).containsExactly("106", "108", "114", "116");
    assertThat(Leak.names(splits.test())).containsExactly("100", "105", "121", "123");
    assertThat(splits.test().card().description())
        .isEqualTo(
            "windows around heartbeats in millivolts, 360 values at 360 Hz, of records 100, 105,"
                + " 121, 123; the division of de Chazal and others, 2004");
    assertThat(((SignalDataset) splits.test()).rate()).isEqualTo(360);
  }

  @Test
  void patientsCanBeChosen() {
    Path mitbih = SignalFixtures.shared("mitbih");
    Splits named =
        BeatTable.open(mitbih, OPTIONS.withRule(new GroupRule.Named(Set.of("106", "102"))));
    assertThat(Leak.names(named.test())).containsExactly("102", "106");
    assertThat(Leak.names(named.train())).hasSize(8);
    assertThat(named.train().size() + named.test().size()).isEqualTo(20_723);
    Splits share = BeatTable.open(mitbih, OPTIONS.withRule(new GroupRule.Share(0.3, 1)));
    assertThat(Leak.between(share.train(), share.test()).found()).isFalse();
    assertThat(share.test().size()).isBetween(4_000, 8_500);
    assertThat(error(() -> BeatTable.open(mitbih, OPTIONS.withRule(named("200")))))
        .startsWith(mitbih + ": unknown group '200'\n  expected: one of 100, 102, ");
  }

  private static GroupRule named(String name) {
    return new GroupRule.Named(Set.of(name));
  }

  /// The same lead of the same patient, packed by somebody else.
  @Test
  void theTableAndTheRecordAgree() throws IOException {
    WfdbRecord record = WfdbRecord.open(SignalFixtures.shared("wfdb").resolve("100.hea"));
    float[] values = new float[650_000];
    record.read(0, 0, values.length, values, 0);
    Splits splits = BeatTable.open(SignalFixtures.shared("mitbih"), OPTIONS.withRule(named("100")));
    float[] window = sample(splits.test(), 10);
    List<WfdbAnnotation> marks =
        WfdbAnnotations.read(SignalFixtures.shared("wfdb").resolve("100.atr")).list();
    int at = (int) marks.get(11).sample();
    assertThat(window).isEqualTo(Arrays.copyOfRange(values, at - 180, at + 180));
  }

  @Test
  void beyondTheEndsStandsTheLastValue() throws IOException {
    lead("a", 200, 400, 600, 800);
    lead("b", 0, 200);
    write("beats.csv", "record,sample,pvc\na,0,0\na,3,1\nb,1,1\nb,0,0\n");
    SignalOptions options = OPTIONS.withSize(4 / 360.0, 0).withRule(named("b"));
    Splits splits = BeatTable.open(folder, options);
    assertThat(sample(splits.train(), 0)).containsExactly(1, 1, 1, 2);
    assertThat(sample(splits.train(), 1)).containsExactly(2, 3, 4, 4);
    assertThat(sample(splits.test(), 0)).containsExactly(0, 0, 1, 1);
    assertThat(((SignalDataset) splits.test()).length(0)).isEqualTo(4);
  }

  /// Where a beat falls on a moment of the other rate, its window is a part of the whole.
  @Test
  void windowsMayHaveAnotherRate() throws IOException {
    float[] noise = SignalFixtures.noise(7200);
    int[] numbers = new int[noise.length];
    float[] values = new float[noise.length];
    for (int i = 0; i < noise.length; i++) {
      numbers[i] = (int) (noise[i] * 1000);
      values[i] = (short) numbers[i] / 200f;
    }
    lead("a", numbers);
    lead("b", 0, 200);
    write("beats.csv", "record,sample,pvc\na,3600,0\na,3672,1\nb,1,1\nb,0,0\n");
    Splits splits = BeatTable.open(folder, OPTIONS.withSize(0.8, 125).withRule(named("b")));
    Resample resample = Resample.of(360, 125);
    float[] whole = new float[(int) resample.length(7200)];
    resample.apply(values, 0, 7200, 1, 0, whole.length, whole, 0);
    assertThat(sample(splits.train(), 0)).isEqualTo(Arrays.copyOfRange(whole, 1200, 1300));
    assertThat(sample(splits.train(), 1)).isEqualTo(Arrays.copyOfRange(whole, 1225, 1325));
  }

  @Test
  void brokenTablesAreRefused() throws IOException {
    lead("a", 1, 2, 3);
    lead("b", 1, 2, 3);
    Path table = folder.resolve("beats.csv");
    assertThat(refusal("record,sample\n"))
        .isEqualTo(
            table
                + ", line 1: the table has other columns\n  expected: record,sample,pvc\n"
                + "  got: 'record,sample'");
    assertThat(refusal("")).endsWith("got: nothing");
    assertThat(refusal("record,sample,pvc\n"))
        .isEqualTo(table + ": the table has no beats\n  expected: a row for each beat");
    for (String row : List.of("a,-1,0", "a,1,2", "../a,1,0", "a,9999999999999999,0", "a,1", "x")) {
      assertThat(refusal("record,sample,pvc\na,1,0\n" + row + "\n"))
          .isEqualTo(
              table
                  + ", line 3: this is no beat\n"
                  + "  expected: a record, a sample, and 0 or 1, such as 100,77,0\n  got: '"
                  + row
                  + "'");
    }
    assertThat(refusal("record,sample,pvc\na,3,0\n"))
        .isEqualTo(
            table
                + ": a beat is outside of its record\n"
                + "  expected: a sample below 3 in record a\n  got: 3");
    assertThat(refusal("record,sample,pvc\nc,3,0\n"))
        .isEqualTo(
            folder.resolve("c_lead0.i16le.gz")
                + ": there is no such file\n  expected: the record that beats.csv names");
    assertThat(refusal("record,sample,pvc\na,1,0\n"))
        .isEqualTo(
            folder
                + ": one group can't be both learned from and judged by\n"
                + "  expected: samples of at least 2 groups (patients, speakers)\n  got: 1: 'a'");
    assertThat(refusal("record,sample,pvc\na,1,0\nb,1,0\n"))
        .isEqualTo(
            folder
                + ": there are too few classes to tell apart\n"
                + "  expected: beats of at least 2 classes to learn from\n  got: 1: 'other'");
    String rows = "record,sample,pvc\na,1,0\nb,1,0\na,1,1\n";
    Path lead = folder.resolve("a_lead0.i16le.gz");
    byte[] packed = Files.readAllBytes(lead);
    for (int length = 0; length < packed.length; length++) {
      Files.write(lead, Arrays.copyOf(packed, length));
      assertThat(refusal(rows)).startsWith(lead + ": the gzip data is broken after ");
    }
    Files.write(lead, SignalFixtures.gzip(new byte[5]));
    assertThat(refusal(rows))
        .isEqualTo(
            lead
                + ": the last number is cut short\n"
                + "  expected: 2 bytes at offset 4 of the unpacked data\n  got: 1");
  }

  private String refusal(String table) throws IOException {
    write("beats.csv", table);
    return SignalFixtures.frugalError(() -> BeatTable.open(folder, OPTIONS));
  }

  private static byte[] marks(int... codesAndSteps) {
    ByteBuffer bytes = ByteBuffer.allocate(codesAndSteps.length + 2).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < codesAndSteps.length; i += 2) {
      bytes.putShort((short) ((codesAndSteps[i] << 10) | codesAndSteps[i + 1]));
    }
    return bytes.putShort((short) 0).array();
  }

  private void record(String name, byte[] marks, int... values) throws IOException {
    int sum = (short) Arrays.stream(values).sum();
    write(
        name + ".hea",
        "%s 1 4 %d\n%s.dat 16 2/uV 16 0 %d %d 0 I\n"
            .formatted(name, values.length, name, values[0], sum));
    Files.write(folder.resolve(name + ".dat"), shorts(values));
    Files.write(folder.resolve(name + ".atr"), marks);
  }

  @Test
  void wfdbRecordsAreCutAroundTheirAnnotations() throws IOException {
    record("p", marks(28, 0, 1, 2, 5, 1, 8, 1), 2, 4, 6, 8, -32768, 12, 14, 16, 18);
    record("q", marks(1, 4, 5, 1), 0, 0, 0, 0, 2, 4, 6, 8);
    assertThat(WfdbFolder.isIn(folder)).isTrue();
    Splits splits = WfdbFolder.open(folder, OPTIONS.withSize(0.5, 0).withRule(named("q")));
    assertThat(splits.train().classes())
        .containsExactly("normal", "supraventricular", "ventricular");
    assertThat(splits.train().size()).isEqualTo(2);
    assertThat(sample(splits.train(), 0)).containsExactly(2, 3);
    assertThat(sample(splits.train(), 1)).containsExactly(3, 4);
    assertThat(splits.test().size()).isEqualTo(2);
    assertThat(sample(splits.test(), 1)).containsExactly(1, 2);
    assertThat(splits.test().group(0)).isEqualTo("q");
    assertThat(splits.train().card().description())
        .isEqualTo(
            "windows around heartbeats in uV, 2 values at 4 Hz, of records p; patients q for the"
                + " test");
  }

  @Test
  void wfdbRecordsThatDontFitAreRefused() throws IOException {
    record("p", marks(1, 1, 5, 1), 2, 4, 6, 8);
    assertThat(error(() -> WfdbFolder.open(folder, OPTIONS)))
        .contains("one group can't be both learned from and judged by");
    record("q", marks(6, 1), 2, 4, 6, 8);
    assertThat(error(() -> WfdbFolder.open(folder, OPTIONS.withRule(named("q")))))
        .isEqualTo(
            folder
                + ": the test has a class that can't be learned\n"
                + "  expected: one of normal, ventricular\n  got: 'fusion' in record q\n"
                + "  fix: take another seed, or name other patients");
    write("q.hea", "q 1 4e9 4\nq.dat 16 2/uV 16 0 2 20 0 I\n");
    assertThat(error(() -> WfdbFolder.open(folder, OPTIONS)))
        .contains("q.hea: a window would need too much of this record");
    write("q.hea", "q 1 4.5 4\nq.dat 16 2/uV 16 0 2 20 0 I\n");
    assertThat(error(() -> WfdbFolder.open(folder, OPTIONS)))
        .contains("q.hea: the rate can't be changed");
    Files.write(folder.resolve("q.dat"), shorts(2, 4, 6, 9));
    assertThat(error(() -> WfdbFolder.open(folder, OPTIONS)))
        .startsWith(folder.resolve("q.dat") + ": the signal file has changed");
    Path wfdb = SignalFixtures.shared("wfdb");
    assertThat(WfdbFolder.isIn(wfdb)).isTrue();
    assertThat(error(() -> WfdbFolder.open(wfdb, OPTIONS)))
        .isEqualTo(
            wfdb
                + ": one group can't be both learned from and judged by\n"
                + "  expected: samples of at least 2 groups (patients, speakers)\n"
                + "  got: 1: '100'");
  }

  @Test
  void recordsOfOneManStayTogether() {
    List<String> all = List.of("100", "201", "202");
    assertThat(MitBih.patient("202", all)).isEqualTo("201");
    assertThat(MitBih.patient("100", all)).isEqualTo("100");
    assertThat(MitBih.patient("202", List.of("202", "x"))).isEqualTo("202");
  }
}
