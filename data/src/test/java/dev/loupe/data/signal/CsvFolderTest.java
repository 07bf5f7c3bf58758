package dev.loupe.data.signal;

import static dev.loupe.data.signal.SignalFixtures.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.Dataset;
import dev.loupe.data.GroupRule;
import dev.loupe.data.Leak;
import dev.loupe.data.Splits;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvFolderTest {
  private static final SignalOptions OPTIONS = SignalOptions.DEFAULT;

  @TempDir Path folder;

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  private Splits open(SignalOptions options) {
    assertThat(CsvFolder.isIn(folder)).isTrue();
    return CsvFolder.open(folder, options);
  }

  private static List<Float> sample(Dataset data, int index) {
    Tensor sample = Tensor.zeros(data.shape());
    data.read(index, sample);
    List<Float> values = new ArrayList<>();
    for (float value : sample.toArray()) {
      values.add(value);
    }
    return values;
  }

  @Test
  void theFirstColumnIsTheClass() throws IOException {
    write("x_train.csv", "1,2,3\n0,4,5\n");
    write("x_TEST.csv", "0,6\n1,7,8,9\n");
    Splits splits = open(OPTIONS);
    assertThat(splits.train().classes()).containsExactly("0", "1");
    assertThat(splits.train().label(0)).isEqualTo(1);
    assertThat(sample(splits.train(), 1)).containsExactly(4f, 5f);
    assertThat(sample(splits.test(), 0)).containsExactly(6f, 0f);
    assertThat(sample(splits.test(), 1)).containsExactly(7f, 8f);
  }

  @Test
  void columnsMayBeNamedAndCellsQuoted() throws IOException {
    String rows =
        "a,patient,Label,b\n1,p1,\"yes, sure\",2\n3,p2,\"no \"\"really\"\"\",4\n5,p3,x,6\n";
    write("train.csv", "\uFEFF" + rows.replace("\n", "\r\n"));
    write("test.csv", "label;t0;t1;speaker\nx;1.5;;p9\n");
    Splits splits = open(OPTIONS);
    assertThat(splits.train().classes()).containsExactly("no \"really\"", "x", "yes, sure");
    assertThat(sample(splits.train(), 0)).containsExactly(1f, 2f);
    assertThat(splits.train().group(1)).isEqualTo("p2");
    assertThat(sample(splits.test(), 0)).containsExactly(1.5f, 0f);
    assertThat(splits.test().group(0)).isEqualTo("p9");
  }

  @Test
  void aPartOfOneFileIsKeptForTheTest() throws IOException {
    write("data.csv", "a,1\nb,2\n".repeat(10));
    Splits splits = open(OPTIONS);
    assertThat(splits.train().size()).isEqualTo(16);
    assertThat(splits.test().size()).isEqualTo(4);
    assertThat(IntStream.range(0, 4).map(splits.test()::label))
        .containsExactlyInAnyOrder(0, 0, 1, 1);
    assertThat(open(OPTIONS).test().card()).isEqualTo(splits.test().card());
    assertThat(open(OPTIONS.withTest(0.5, 1)).test().size()).isEqualTo(10);
    assertThat(open(OPTIONS.withTest(0.2, 1)).test().card().hash())
        .isNotEqualTo(splits.test().card().hash());
    assertThat(error(() -> open(OPTIONS.withRule(new GroupRule.Share(0.2, 0)))))
        .isEqualTo(
            folder
                + ": the series can't be divided by whom they come from\n"
                + "  expected: a column group, patient, subject or speaker without empty cells");
  }

  @Test
  void wholeGroupsAreKeptWhereTheyAreKnown() throws IOException {
    StringBuilder rows = new StringBuilder("class,group,v\n");
    for (int i = 0; i < 40; i++) {
      rows.append(i % 2).append(",g").append(i / 8).append(',').append(i).append('\n');
    }
    write("data.csv", rows.toString());
    Splits usual = open(OPTIONS);
    assertThat(Leak.between(usual.train(), usual.test()).found()).isFalse();
    assertThat(usual.test().size()).isEqualTo(8);
    Splits named = open(OPTIONS.withRule(new GroupRule.Named(Set.of("g1", "g3"))));
    assertThat(Leak.names(named.test())).containsExactly("g1", "g3");
    write("train.csv", rows.toString());
    write("test.csv", rows.toString());
    Files.delete(folder.resolve("data.csv"));
    Splits both = open(OPTIONS);
    assertThat(Leak.between(both.train(), both.test()).groups()).hasSize(5);
    Splits parted = open(OPTIONS.withRule(new GroupRule.Named(Set.of("g1"))));
    assertThat(parted.test().size()).isEqualTo(16);
    assertThat(Leak.between(parted.train(), parted.test()).found()).isFalse();
  }

  private String refusal(String content) throws IOException {
    write("data.csv", content);
    String message = SignalFixtures.frugalError(() -> open(OPTIONS));
    assertThat(message).startsWith(folder.toString());
    return message.substring(folder.toString().length());
  }

  @Test
  void brokenFilesAreRefused() throws IOException {
    assertThat(refusal("a,1\nb,x\n"))
        .isEqualTo(
            "/data.csv, line 2: value 2 is no number\n"
                + "  expected: a finite number, or nothing, ? or NaN where it is missing\n"
                + "  got: 'x'");
    assertThat(refusal("label,class,v\n1,2,3\n"))
        .isEqualTo(
            "/data.csv, line 1: two columns name the class\n"
                + "  expected: one of [class, label, target]\n  got: another one, 'class'");
    assertThat(refusal("label,v\n1,2,3\n"))
        .isEqualTo(
            "/data.csv, line 2: the row is longer than the first\n"
                + "  expected: at most 2 cells\n  got: 3");
    assertThat(refusal("a,1\nb\n"))
        .isEqualTo(
            "/data.csv, line 2: the series has no values\n"
                + "  expected: a class and its values in one row\n  got: 1 cells");
    assertThat(refusal("")).startsWith("/data.csv: there is no series in this file");
    assertThat(refusal("x,label\n")).startsWith("/data.csv: there is no series in this file");
    assertThat(refusal("a,1\n\"b,2\n")).startsWith("/data.csv");
    assertThat(refusal("a,1\nb,2\n"))
        .isEqualTo(
            ": there are too few series to keep some for the test\n"
                + "  expected: a class with at least 2\n  got: 2 series");
    write("README.md", "");
    write("LICENSE", "");
    assertThat(CsvFolder.isIn(folder)).isTrue();
    write("1.png", "");
    assertThat(CsvFolder.isIn(folder)).isFalse();
    write("other.csv", "a,1");
    assertThat(CsvFolder.isIn(folder)).isFalse();
    write("train.csv", "a,1");
    assertThat(error(() -> CsvFolder.open(folder, OPTIONS)))
        .isEqualTo(
            folder
                + ": it is not clear which CSV files are the data\n"
                + "  expected: one file, or two that end with train.csv and test.csv\n"
                + "  got: data.csv, other.csv, train.csv");
  }

  @Test
  void rowsMayBeLong() throws IOException {
    write("data.csv", ("a" + ",1".repeat(50_000) + "\n").repeat(2) + "b,2\nb,3\n");
    assertThat(open(OPTIONS).train().shape()).hasToString("50000x1");
  }
}
