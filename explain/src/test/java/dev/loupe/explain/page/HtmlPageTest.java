package dev.loupe.explain.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.data.image.Image;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlPageTest {
  private static final String NASTY = "<b>&\"'</script>\u0007";

  @TempDir private Path folder;

  static HtmlPage everything(String text) {
    Image image = Image.black(4, 3, 3);
    double[] x = {1, 2, 3};
    Curve curve = Curve.of(text, x, new double[] {0.1, Double.NaN, 10});
    Tensor signal = Tensor.of(Shape.of(4, 1), 1, 2, 3, 2);
    Figure figure = new Figure(image, text, text);
    return HtmlPage.of(text)
        .introduction(text)
        .section(text, Content.text(text), Content.note(text), Content.code(text), figure)
        .section(
            "charts",
            new LineChart(text, Axis.of(text), Axis.log(text), List.of(curve, curve.asDashed()))
                .marked(text, 2, true)
                .marked(text, 1, false),
            new BarChart(text, text, List.of(new BarChart.Bar(text, -2, 0))),
            new ScatterChart(
                text,
                Axis.of(text),
                Axis.of(text),
                List.of(text),
                List.of(
                    new ScatterChart.Point(text, 1, 2, 0, Optional.of(image)),
                    new ScatterChart.Point(text, 2, 2, 0, Optional.empty()))),
            new MatrixChart(text, List.of(text, "b"), List.of(List.of(3, 1), List.of(0, 0))),
            SignalChart.of(text, signal, signal, ColourMap.DIVERGING, 3))
        .section(
            "more",
            new DataTable(text, List.of(text, "n")).row(text, "1,234.5 s"),
            Content.details(text, Content.items(List.of(text))),
            Frames.slider(text, List.of(text, "b"), List.of(figure, figure), 1),
            Frames.tabs(text, List.of(text, "b"), List.of(figure, figure)),
            new ColourLegend(ColourMap.SEQUENTIAL, 0, 1, text),
            Content.grid(120, List.of(figure, figure)),
            new SampleView(Tensor.zeros(Shape.of(3, 2, 2, 1)), text, text, 40),
            Content.part(text, Content.text(text)));
  }

  @Test
  void textsAreNeverMarkup() {
    String html = everything(NASTY).html();
    assertThat(html).doesNotContain("<b>").doesNotContain("\u0007");
    assertThat(html.split("</script>", -1)).hasSize(2);
  }

  @Test
  void scriptsDontEndTheirElement() {
    String html = HtmlPage.of("t").script("let a = '</script>';").style("p{}").html();
    assertThat(html).contains("let a = '<\\/script>';").contains("p{}");
    assertThat(html.split("</script>", -1)).hasSize(2);
  }

  @Test
  void nothingIsOutsideOfTheFile() {
    assertThat(everything("text").html())
        .doesNotContain("http:")
        .doesNotContain("https:")
        .doesNotContain("url(")
        .contains("default-src &#39;none&#39;")
        .contains("lang=\"en\"")
        .contains("class=\"skip\"");
  }

  @Test
  void equalPartsGiveEqualBytes() {
    assertThat(everything("text").html()).isEqualTo(everything("text").html());
  }

  @Test
  void numbersStandAtTheRight() {
    String html =
        HtmlPage.of("t")
            .section("s", new DataTable("c", List.of("a", "b")).row("x", "-1.5 %").row("2", "-"))
            .html();
    assertThat(html)
        .contains("<td class=\"words\">x</td><td class=\"number\">-1.5 %</td>")
        .contains("<td class=\"words\">2</td><td class=\"number\">-</td>");
  }

  @Test
  void aPageIsWrittenWithItsFolders() throws Exception {
    Path file = folder.resolve("a/b.html");
    HtmlPage page = everything("text");
    page.write(file);
    assertThat(Files.readString(file)).isEqualTo(page.html());
    try (var files = Files.list(file.resolveSibling("."))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void figuresSayWhatIsSeen() {
    assertThatThrownBy(() -> new Figure(Image.black(1, 1, 1), " ", "c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("alternative text");
  }

  @Test
  void axesHaveRoundTicks() {
    assertThat(Axis.of("x").fitted(0, 1).ticks()).containsExactly(0.0, 0.2, 0.4, 0.6, 0.8, 1.0);
    assertThat(Axis.of("x").fitted(-3, 17).ticks()).containsExactly(0.0, 5.0, 10.0, 15.0);
    assertThat(Axis.log("x").fitted(0.002, 30).ticks()).containsExactly(0.01, 0.1, 1.0, 10.0);
    assertThat(Axis.whole("x").fitted(1, 3).ticks()).containsExactly(1.0, 2.0, 3.0);
    assertThat(Axis.of("x").fitted(2, 2).ticks()).contains(2.0);
    assertThat(Axis.of("x").fitted(Double.NaN, Double.NaN).ticks()).contains(0.0, 1.0);
    assertThat(List.of(Axis.text(0.0001), Axis.text(2_000_000), Axis.text(-0.0), Axis.text(0.25)))
        .containsExactly("1e-4", "2e6", "0", "0.25");
  }
}
