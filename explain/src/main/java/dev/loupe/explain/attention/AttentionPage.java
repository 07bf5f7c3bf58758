package dev.loupe.explain.attention;

import dev.loupe.data.image.Image;
import dev.loupe.data.image.Mosaic;
import dev.loupe.explain.Tokens;
import dev.loupe.explain.page.Axis;
import dev.loupe.explain.page.ColourLegend;
import dev.loupe.explain.page.ColourMap;
import dev.loupe.explain.page.Content;
import dev.loupe.explain.page.DataTable;
import dev.loupe.explain.page.Figure;
import dev.loupe.explain.page.HtmlPage;
import dev.loupe.explain.page.Overlay;
import dev.loupe.explain.page.SampleView;
import dev.loupe.explain.page.ScatterChart;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Where the heads of a transformer look for one sample, how far, and how alike positions are.
///
/// @param name of the network
/// @param attentions of the sample
/// @param distance of its heads
/// @param samples how many that is the mean over
/// @param positions how alike they are; empty if the network has none
public record AttentionPage(
    String name,
    Attentions attentions,
    AttentionDistance distance,
    int samples,
    Optional<PositionSimilarity> positions) {
  private static final int CELL = 96;
  private static final int WIDTH = 320;
  private static final int GAP = 4;

  /// The page.
  ///
  /// @param sample as it is read
  /// @param called the sample's name
  /// @param rollout over the sample: spatial...
  public HtmlPage page(Tensor sample, String called, Tensor rollout) {
    HtmlPage page =
        HtmlPage.of("Attention of " + name)
            .introduction(
                "How much is looked at each place, "
                    + from()
                    + ". Each map from nothing (dark) to its greatest value (light).")
            .section(
                "Sample",
                Content.grid(
                    WIDTH,
                    List.of(
                        new SampleView(sample, "the sample", called, WIDTH),
                        new SampleView(
                                sample,
                                "attention rollout over the sample",
                                "rollout: what could reach the answer through all blocks",
                                WIDTH)
                            .under(rollout))));
    for (int l = 0; l < attentions.layers().size(); l++) {
      page.section(path(l), Content.grid(CELL, heads(l)));
    }
    page.section("How far heads look", chart(), table());
    positions.ifPresent(
        p ->
            page.section(
                "How alike positions are",
                Content.text(
                    "The cosine between the vector that is added at a place and those of all"
                        + " places."),
                new Figure(picture(p), "cosines between the vectors of positions", said(p)),
                new ColourLegend(ColourMap.DIVERGING, -1, 1, "cosine")));
    return page;
  }

  /// The maps of all heads, a row for each block.
  public Image sheet() {
    List<Image> images = new ArrayList<>();
    int most = attentions.layers().stream().mapToInt(AttentionWeights::heads).max().orElse(1);
    for (int l = 0; l < attentions.layers().size(); l++) {
      for (int h = 0; h < most; h++) {
        boolean there = h < attentions.layers().get(l).heads();
        images.add(there ? Mosaic.sized(picture(attentions.map(l, h)), CELL) : Mosaic.free());
      }
    }
    return Mosaic.of(images, most, GAP);
  }

  private String from() {
    Tokens tokens = attentions.tokens();
    return tokens.pooling().isPresent()
        ? "from all tokens as the network weighs them"
        : tokens.leading() > 0 ? "from the class token" : "from all tokens alike";
  }

  private String path(int layer) {
    return attentions.tokens().attentions().get(layer).path();
  }

  private List<Figure> heads(int layer) {
    List<Figure> figures = new ArrayList<>();
    for (int h = 0; h < attentions.layers().get(layer).heads(); h++) {
      Image image = picture(attentions.map(layer, h));
      String alt = "where head %d of %s looks".formatted(h, path(layer));
      figures.add(new Figure(image, alt, "head " + h, Math.max(CELL, image.width())));
    }
    return figures;
  }

  /// Two axes as they are, one as a strip, of three the slices side by side.
  private static Image picture(Tensor map) {
    double most = Math.max(Overlay.most(map), Float.MIN_NORMAL);
    return switch (map.shape().rank()) {
      case 1 -> {
        int length = map.length();
        Tensor strip = Tensor.zeros(Shape.of(Math.max(1, length / 4), length));
        for (int i = 0; i < strip.length(); i++) {
          strip.set(i, map.get(i % length));
        }
        yield Overlay.map(strip, ColourMap.SEQUENTIAL, 0, most);
      }
      case 2 -> Overlay.map(map, ColourMap.SEQUENTIAL, 0, most);
      default -> {
        List<Image> slices = new ArrayList<>();
        for (int s = 0; s < map.shape().size(0); s++) {
          slices.add(Overlay.map(map.item(s), ColourMap.SEQUENTIAL, 0, most));
        }
        yield Mosaic.of(slices, slices.size(), 1);
      }
    };
  }

  /// Of two axes a picture for each place, where it lies; else rows and columns of places.
  private static Image picture(PositionSimilarity p) {
    if (p.places().rank() != 2) {
      return Overlay.map(p.cosines(), ColourMap.DIVERGING, -1, 1);
    }
    List<Image> each = new ArrayList<>();
    for (int i = 0; i < p.places().length(); i++) {
      each.add(Overlay.map(p.to(i), ColourMap.DIVERGING, -1, 1));
    }
    return Mosaic.of(each, p.places().size(1), 2);
  }

  private static String said(PositionSimilarity p) {
    return p.places().rank() == 2
        ? "one picture for each place, at that place: how alike it is to all"
        : "places down and across";
  }

  private ScatterChart chart() {
    List<ScatterChart.Point> points = new ArrayList<>();
    for (int l = 0; l < distance.heads().length; l++) {
      for (int h = 0; h < distance.heads()[l].length; h++) {
        double d = distance.heads()[l][h];
        String text = "%s, head %d: %s".formatted(path(l), h, decimals(d));
        points.add(new ScatterChart.Point(text, l, d, 0, Optional.empty()));
      }
    }
    String over = samples == 1 ? "the sample" : samples + " samples";
    return new ScatterChart(
        "Mean attention distance of each head over %s; %s if all places were looked at alike"
            .formatted(over, decimals(distance.even())),
        Axis.whole("block"),
        Axis.between("distance in places of the input", 0, Math.max(1, most())),
        List.of("heads"),
        points);
  }

  private double most() {
    double most = distance.even();
    for (double[] layer : distance.heads()) {
      for (double d : layer) {
        most = Math.max(most, d);
      }
    }
    return most;
  }

  private DataTable table() {
    DataTable table =
        new DataTable(
            "Mean attention distance in places of the input",
            List.of("attention", "nearest head", "mean", "farthest head"));
    for (int l = 0; l < distance.heads().length; l++) {
      table.row(
          path(l),
          decimals(distance.least(l)),
          decimals(distance.mean(l)),
          decimals(distance.most(l)));
    }
    return table;
  }

  private static String decimals(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
