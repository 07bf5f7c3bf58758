package dev.loupe.explain.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.Digits;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageExampleTest {
  @TempDir private Path folder;

  @Test
  void aPageIsMadeOfParts() throws IOException {
    // PAGE
    Tensor digit = Tensor.zeros(Digits.splits(10, 10).train().shape());
    Digits.splits(10, 10).train().read(3, digit);
    double[] epochs = {1, 2, 3};
    double[] loss = {0.9, 0.4, 0.3};
    HtmlPage.of("A digit and a curve")
        .introduction("What a page is made of.")
        .section("A digit", new SampleView(digit, "a drawn digit", "Sample 3", 140))
        .section(
            "A curve",
            new LineChart(
                "Loss over the epochs",
                Axis.of("epoch"),
                Axis.log("loss"),
                List.of(Curve.of("training", epochs, loss))),
            new DataTable("The same in figures", List.of("epoch", "loss")).row("1", "0.9"))
        .write(folder.resolve("page.html"));
    // PAGE
    String page = Files.readString(Path.of("../docs/report.md"));
    String test =
        Files.readString(Path.of("src/test/java/dev/loupe/explain/page/PageExampleTest.java"));
    String example = test.split("// PAGE\n", -1)[1].stripIndent().strip();
    assertThat(page).contains("```java\n" + example + "\n```");
    assertThat(Files.readString(folder.resolve("page.html")))
        .contains("Loss over the epochs")
        .contains("data:image/png;base64,");
  }
}
