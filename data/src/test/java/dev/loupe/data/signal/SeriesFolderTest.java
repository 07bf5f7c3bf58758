package dev.loupe.data.signal;

import static dev.loupe.data.signal.SignalFixtures.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.Dataset;
import dev.loupe.data.Splits;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SeriesFolderTest {
  @TempDir Path folder;

  private void write(String name, String... lines) throws IOException {
    Files.writeString(folder.resolve(name), String.join("\n", lines));
  }

  private Splits open() {
    assertThat(SeriesFolder.isIn(folder)).isTrue();
    return SeriesFolder.open(folder);
  }

  private static List<Float> sample(Dataset data, int index) {
    Tensor sample = Tensor.zeros(data.shape().prepend(2)).item(1);
    sample.fill(99);
    data.read(index, sample);
    return IntStream.range(0, sample.length()).mapToObj(sample::get).toList();
  }

  private static String classes(Dataset data) {
    Map<Integer, Integer> counts = new TreeMap<>();
    for (int i = 0; i < data.size(); i++) {
      counts.merge(data.label(i), 1, Integer::sum);
    }
    return counts.entrySet().stream()
        .map(e -> data.classes().get(e.getKey()) + ":" + e.getValue())
        .collect(Collectors.joining(" "));
  }

  private static String crc(Dataset data) {
    CRC32 crc = new CRC32();
    Tensor sample = Tensor.zeros(data.shape());
    for (int i = 0; i < data.size(); i++) {
      data.read(i, sample);
      SignalFixtures.crc(crc, sample.data(), sample.length());
    }
    return String.format("%08x", crc.getValue());
  }

  @Test
  void realProblemsHaveTheValuesOfAnotherReader() throws IOException {
    List<String[]> rows = SignalFixtures.rows("ucr.csv");
    assertThat(rows).hasSize(5);
    for (String[] row : rows) {
      Splits splits = SeriesFolder.open(SignalFixtures.shared("ucr").resolve(row[0]));
      for (int part = 0; part < 2; part++) {
        Dataset data = part == 0 ? splits.train() : splits.test();
        String what = row[0] + part;
        assertThat(data.shape().prepend(data.size())).as(what).hasToString(row[3 * part + 1]);
        assertThat(classes(data)).as(what).isEqualTo(row[3 * part + 2]);
        assertThat(crc(data)).as(what).isEqualTo(row[3 * part + 3]);
        assertThat(data.card().name()).isEqualTo(row[0]);
        assertThat(data.card().hash()).startsWith("sha256:").hasSize(71);
      }
      assertThat(splits.test().card().hash()).isNotEqualTo(splits.train().card().hash());
    }
  }

  @Test
  void shortSeriesAreFollowedByZerosAndMissingValuesArePutOnALine() throws IOException {
    write("X_TRAIN.tsv", "1\t1\t2\t3\t4", "-1.0\tNaN\t5\tNaN\tNaN", "", "10\t0\t?\t\t6");
    write("X_TEST.tsv", "10\t1\t2\t3\t4\t5", "-1\t7");
    Splits splits = open();
    assertThat(splits.train().classes()).containsExactly("-1", "1", "10");
    assertThat(splits.train().shape()).hasToString("4x1");
    assertThat(sample(splits.train(), 0)).containsExactly(1f, 2f, 3f, 4f);
    assertThat(sample(splits.train(), 1)).containsExactly(5f, 5f, 0f, 0f);
    assertThat(sample(splits.train(), 2)).containsExactly(0f, 2f, 4f, 6f);
    assertThat(sample(splits.test(), 0)).containsExactly(1f, 2f, 3f, 4f);
    assertThat(sample(splits.test(), 1)).containsExactly(7f, 0f, 0f, 0f);
    assertThat(splits.test().label(0)).isEqualTo(2);
    SignalDataset test = (SignalDataset) splits.test();
    assertThat(test.length(0)).isEqualTo(5);
    assertThat(test.rate()).isZero();
    assertThat(splits.train().card().description())
        .isEqualTo(
            "3 series in the format of the UCR archive, 1 of them filled up with zeros,"
                + " with missing values put on the line between others");
    assertThat(test.card().description())
        .isEqualTo(
            "2 series in the format of the UCR archive, 1 of them filled up with zeros,"
                + " 1 of them cut at the end, with missing values put on the line between others");
  }

  @Test
  void spacesAndCommasSeparateToo() throws IOException {
    write("X_TRAIN.txt", "  1   2.5 3", " b  1e1  -4");
    write("X_TEST.txt", "b,1,2");
    Splits splits = open();
    assertThat(splits.train().classes()).containsExactly("1", "b");
    assertThat(sample(splits.train(), 0)).containsExactly(2.5f, 3f);
    assertThat(sample(splits.train(), 1)).containsExactly(10f, -4f);
    assertThat(sample(splits.test(), 0)).containsExactly(1f, 2f);
  }

  @Test
  void casesHaveDimensions() throws IOException {
    write(
        "x_train.ts",
        "   # a comment",
        "@ProblemName Two",
        "@timestamps false",
        "@univariate false",
        "@equalLength false",
        "@classLabel true b a c",
        "@data",
        "1,2,?:4,?,6:a",
        "7:8:b");
    write("x_test.ts", "@classLabel true a b", "@dimensions 2", "@DATA", "1,2:3,4:b");
    Splits splits = open();
    assertThat(splits.train().card().name()).isEqualTo("Two");
    assertThat(splits.train().classes()).containsExactly("b", "a", "c");
    assertThat(splits.train().shape()).hasToString("3x2");
    assertThat(sample(splits.train(), 0)).containsExactly(1f, 4f, 2f, 5f, 2f, 6f);
    assertThat(sample(splits.train(), 1)).containsExactly(7f, 8f, 0f, 0f, 0f, 0f);
    assertThat(sample(splits.test(), 0)).containsExactly(1f, 3f, 2f, 4f, 0f, 0f);
  }

  private String ts(String... lines) throws IOException {
    write("x_TEST.ts", "@classLabel true a", "@data", "1:a");
    write("x_TRAIN.ts", lines);
    String message = SignalFixtures.frugalError(this::open);
    assertThat(message).startsWith(folder.resolve("x_TRAIN.ts").toString());
    return message.substring(folder.resolve("x_TRAIN.ts").toString().length());
  }

  @Test
  void whatIsNotReadIsNamedWithItsLine() throws IOException {
    String head = "@classLabel true a b";
    assertThat(ts(head, "@timeStamps true"))
        .isEqualTo(
            ", line 2: the file has values with times of their own, which Loupe doesn't read\n"
                + "  expected: @timeStamps false");
    assertThat(ts(head, "@data", "(0,1),(1,2):a"))
        .isEqualTo(
            ", line 3: the file has values with times of their own, which Loupe doesn't read\n"
                + "  expected: numbers with commas between");
    assertThat(ts("@classLabel false", "@data", "1,2"))
        .isEqualTo(
            ", line 1: the file has no classes, which Loupe doesn't read\n"
                + "  expected: @classLabel true, and the names of the classes");
    assertThat(ts("@data", "1,2:a")).startsWith(", line 1: the file has no classes");
    assertThat(ts("@targetLabel true")).contains("numbers to be predicted instead of classes");
    assertThat(ts(head, "nonsense"))
        .isEqualTo(
            ", line 2: the header can't be understood\n"
                + "  expected: a line that begins with # or @, such as @data\n  got: 'nonsense'");
    assertThat(ts(head))
        .isEqualTo(
            ": the file is cut short\n  expected: a line '@data' behind the header\n"
                + "  got: the end of the file after line 1");
    assertThat(ts("")).startsWith(": the file is cut short");
    assertThat(ts(head, "@data"))
        .isEqualTo(
            ": there is no series in this file\n"
                + "  expected: a series with its class on each line");
    assertThat(ts(head, "@data", "1,2:a", "1,2:1,2:a"))
        .isEqualTo(
            ", line 4: the case has another number of dimensions\n"
                + "  expected: 1, with colons between, and a class\n  got: 2");
    assertThat(ts(head, "@data", "1,2:3:a"))
        .isEqualTo(
            ", line 3: the dimensions have different lengths\n"
                + "  expected: 2 values in each\n  got: 1 in dimension 1");
    assertThat(ts(head, "@data", "1,2:c"))
        .isEqualTo(", line 3: the class is not declared\n  expected: one of a, b\n  got: 'c'");
    assertThat(ts(head, "@data", "?,?:a"))
        .isEqualTo(", line 3: dimension 0 has no values\n  expected: numbers with commas between");
    assertThat(ts(head, "@data", "1,x:a"))
        .isEqualTo(
            ", line 3, dimension 0: value 2 is no number\n"
                + "  expected: a finite number, or nothing, ? or NaN where it is missing\n"
                + "  got: 'x'");
    assertThat(ts(head, "@data", "1,2")).contains("another number of dimensions");
    assertThat(ts(head, "@data", "1,2:")).contains("line 3: the series has no class");
    assertThat(ts(head, "@dimensions 1234567"))
        .contains("line 2: the number of dimensions is out of range");
    assertThat(ts(head, "@dimensions 999999", "@data", "1:a")).contains("expected: 999999");
  }

  private String tsv(String train, String test) throws IOException {
    write("x_TRAIN.tsv", train);
    write("x_TEST.tsv", test);
    String message = SignalFixtures.frugalError(this::open);
    assertThat(message).startsWith(folder.toString());
    return message.substring(folder.toString().length());
  }

  @Test
  void brokenPairsAreRefused() throws IOException {
    String good = "1\t2\n3\t4";
    assertThat(tsv("1\t2\n2\tInfinity", good))
        .startsWith("/x_TRAIN.tsv, line 2: value 1 is no number");
    assertThat(tsv("1\t2\n2", good))
        .isEqualTo(
            "/x_TRAIN.tsv, line 2: the series has no values\n"
                + "  expected: a class and its values, with tabs between\n"
                + "  got: 1 cells without a value");
    assertThat(tsv(good, "\t1")).startsWith("/x_TEST.tsv, line 1: the series has no class");
    assertThat(tsv(good, "")).startsWith("/x_TEST.tsv: there is no series in this file");
    assertThat(tsv(good, "2\t2"))
        .isEqualTo(
            ": the test has a class that can't be learned\n  expected: one of 1, 3\n  got: '2'");
    assertThat(tsv("1\t2", "1\t2"))
        .isEqualTo(
            ": there are too few classes to tell apart\n"
                + "  expected: series of at least 2 classes\n  got: 1: '1'");
    Files.delete(folder.resolve("x_TEST.tsv"));
    assertThat(error(this::open))
        .isEqualTo(
            folder
                + ": the series to be judged by are missing\n"
                + "  expected: x_TEST.tsv beside x_TRAIN.tsv");
    write("y_TRAIN.tsv", good);
    assertThat(error(this::open))
        .isEqualTo(
            folder
                + ": there are several problems in this folder\n"
                + "  expected: one file that ends with _TRAIN.tsv\n"
                + "  got: x_TRAIN.tsv, y_TRAIN.tsv\n  fix: give a folder to each");
    write("z_TRAIN.ts", "@classLabel true a b", "@data", "1:2:a", "1:2:b");
    write("z_TEST.ts", "@classLabel true a b", "@data", "1:a");
    assertThat(error(this::open))
        .isEqualTo(
            folder.resolve("z_TEST.ts")
                + ": the series have another number of dimensions\n"
                + "  expected: 2 as in z_TRAIN.ts\n  got: 1");
  }

  /// A long series among many short ones must not make all of them long in memory.
  @Test
  void memoryGrowsWithTheFileAlone() throws IOException {
    String wide = "1\t" + "0\t".repeat(100_000) + "1\n";
    write("x_TRAIN.tsv", wide + "2\t1\n".repeat(30_000));
    write("x_TEST.tsv", "1\t1");
    Splits splits = open();
    assertThat(splits.train().shape()).hasToString("100001x1");
    assertThat(splits.train().size()).isEqualTo(30_001);
  }
}
