package dev.loupe.cli;

import dev.loupe.data.image.Colour;
import dev.loupe.data.image.Image;
import dev.loupe.data.image.PictureFile;
import dev.loupe.data.image.SampleImage;
import dev.loupe.explain.method.Attribution;
import dev.loupe.explain.page.Axis;
import dev.loupe.explain.page.BarChart;
import dev.loupe.explain.page.ColourLegend;
import dev.loupe.explain.page.ColourMap;
import dev.loupe.explain.page.Content;
import dev.loupe.explain.page.Curve;
import dev.loupe.explain.page.DataTable;
import dev.loupe.explain.page.Figure;
import dev.loupe.explain.page.HtmlPage;
import dev.loupe.explain.page.LineChart;
import dev.loupe.explain.page.Overlay;
import dev.loupe.explain.page.SignalChart;
import dev.loupe.explain.quality.Perturbation;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import dev.loupe.train.Model;
import dev.loupe.train.Ranked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Shows the maps of one sample: PNG files, and a section of a page.
///
/// @param model that was explained
/// @param sample as it was read
/// @param target its name
/// @param ranked the classes, the most probable first
/// @param folder for the files
record ExplainPage(
    Model model, SampleReader.Sample sample, String target, List<Ranked> ranked, Path folder) {
  private static final int TOP = 5;
  private static final int WIDTH = 320;
  private static final int STRIP = 24;

  /// Writes the maps and adds a section; the files of the maps, in order.
  ///
  /// @throws LoupeException if a file can't be written
  List<Path> write(List<Attribution> maps, ExplainJudgement judgement, HtmlPage page) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw LoupeException.of(folder + ": the folder can't be made (" + e.getMessage() + ")")
          .causedBy(e);
    }
    List<Path> files = new ArrayList<>();
    List<Content> parts = new ArrayList<>();
    if (!ranked.isEmpty()) {
      parts.add(
          new BarChart(
              "What the network answers",
              "probability",
              ranked.stream()
                  .limit(TOP)
                  .map(r -> new BarChart.Bar(r.name(), r.probability(), 0))
                  .toList()));
    }
    for (Attribution a : maps) {
      Path file = folder.resolve(fileName(a, files));
      Image drawn = picture(a);
      PictureFile.write(drawn, file);
      files.add(file);
      parts.add(Content.part(a.method().name() + " of " + target, shown(a, drawn)));
    }
    if (judgement.judged()) {
      parts.addAll(judged(maps, judgement));
    }
    page.section(sample.name(), parts);
    return files;
  }

  /// Of several with one method, as with other settings, all but the first are numbered.
  private String fileName(Attribution a, List<Path> taken) {
    String name = String.valueOf(Path.of(sample.name()).getFileName());
    String stem = name.replaceAll("[^A-Za-z0-9._-]", "_") + "-" + a.method().name();
    String file = stem + ".png";
    for (int i = 2; taken.contains(folder.resolve(file)); i++) {
      file = stem + "-" + i + ".png";
    }
    return file;
  }

  private static ColourMap colours(Attribution a) {
    return a.signed() ? ColourMap.DIVERGING : ColourMap.SEQUENTIAL;
  }

  private int spatial() {
    return sample.values().shape().rank() - 1;
  }

  /// The sample with red first, as people see it.
  private Tensor seen() {
    Tensor values = sample.values();
    boolean reversed =
        model.preprocessing().pictures().filter(p -> p.colour() == Colour.BGR).isPresent();
    if (!reversed || values.shape().channels() != 3) {
      return values;
    }
    Tensor turned = Tensor.zeros(values.shape());
    for (int i = 0; i < values.length(); i++) {
      turned.set(i, values.get(i - i % 3 + 2 - i % 3));
    }
    return turned;
  }

  /// A map for a file: over the picture, over the slice with the largest value, or as a strip.
  private Image picture(Attribution a) {
    double most = Overlay.most(a.map());
    return switch (spatial()) {
      case 2 -> Overlay.picture(seen(), a.map(), colours(a), most);
      case 3 -> slice(a, 0, most);
      default -> {
        Tensor strip = Tensor.zeros(Shape.of(STRIP, a.map().length()));
        for (int i = 0; i < strip.length(); i++) {
          strip.set(i, a.map().get(i % a.map().length()));
        }
        yield Overlay.map(strip, colours(a), a.signed() ? -most : 0, most);
      }
    };
  }

  private Content shown(Attribution a, Image drawn) {
    double most = Overlay.most(a.map());
    List<Content> parts = new ArrayList<>();
    switch (spatial()) {
      case 1 ->
          parts.add(
              SignalChart.of(a.method().text() + ": " + target, seen(), a.map(), colours(a), most));
      case 2 -> {
        Image plain = SampleImage.of(seen());
        int width = Math.max(WIDTH, plain.width());
        parts.add(
            Content.grid(
                WIDTH,
                List.of(
                    new Figure(plain, "the sample", "as the network sees it", width),
                    new Figure(drawn, "the map over the sample", a.method().text(), width))));
      }
      case 3 -> {
        List<Content> three = new ArrayList<>();
        for (int axis = 0; axis < 3; axis++) {
          String caption = "slice %d across axis %d".formatted(peak(a.map())[axis], axis);
          three.add(new Figure(slice(a, axis, most), caption + " with the map", caption, WIDTH));
        }
        parts.add(Content.grid(WIDTH, three));
      }
      default -> parts.add(Content.note("There are no places to show a map of."));
    }
    parts.add(
        new ColourLegend(colours(a), a.signed() ? -most : 0, most, "what the target depends on"));
    a.completeness()
        .ifPresent(
            c ->
                parts.add(
                    Content.note(
                        ("The values add up to %s; from the baseline to the sample the target"
                                + " changes by %s: a gap of %s.")
                            .formatted(
                                Figures.decimals(c.sum(), 4),
                                Figures.decimals(c.difference(), 4),
                                Figures.percent(c.gap())))));
    return Content.all(parts);
  }

  /// The slice through the place with the largest value.
  private Image slice(Attribution a, int axis, double most) {
    int at = peak(a.map())[axis];
    Tensor map = a.map();
    Tensor one =
        map.reshape(Shape.of(map.shape().size(0), map.shape().size(1), map.shape().size(2), 1));
    return Overlay.picture(plane(seen(), axis, at), plane(one, axis, at), colours(a), most);
  }

  private static Tensor plane(Tensor volume, int axis, int at) {
    int[] s = volume.shape().sizes();
    int rows = axis == 0 ? s[1] : s[0];
    int columns = axis == 2 ? s[1] : s[2];
    Tensor plane = Tensor.zeros(Shape.of(rows, columns, s[3]));
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        int z = axis == 0 ? at : i;
        int y = axis == 0 ? i : axis == 1 ? at : j;
        int x = axis == 2 ? at : j;
        for (int c = 0; c < s[3]; c++) {
          plane.set(
              (i * columns + j) * s[3] + c, volume.get(((z * s[1] + y) * s[2] + x) * s[3] + c));
        }
      }
    }
    return plane;
  }

  private static int[] peak(Tensor map) {
    int best = 0;
    for (int i = 1; i < map.length(); i++) {
      best = Math.abs(map.get(i)) > Math.abs(map.get(best)) ? i : best;
    }
    int[] place = new int[map.shape().rank()];
    for (int axis = place.length - 1; axis >= 0; axis--) {
      place[axis] = best % map.shape().size(axis);
      best /= map.shape().size(axis);
    }
    return place;
  }

  private static List<Content> judged(List<Attribution> maps, ExplainJudgement judgement) {
    List<Curve> deletion = new ArrayList<>();
    List<Curve> insertion = new ArrayList<>();
    DataTable table =
        new DataTable(
            "How good the maps are",
            List.of(
                "method", "deletion area", "insertion area", "left without weights", "verdict"));
    for (int i = 0; i <= maps.size(); i++) {
      String name = i < maps.size() ? maps.get(i).method().name() : "random map";
      Perturbation p = judgement.curves().get(i);
      deletion.add(curve(name, p.deletion().scores()));
      insertion.add(curve(name, p.insertion().scores()));
      boolean checked = i < maps.size();
      table.row(
          name,
          Figures.decimals(p.deletion().area(), 4),
          Figures.decimals(p.insertion().area(), 4),
          checked ? Figures.decimals(judgement.sanity().get(i).left(), 2) : "-",
          !checked ? "-" : judgement.sanity().get(i).passed() ? "depends on weights" : "doubtful");
    }
    Axis part = Axis.of("part of the sample");
    Axis score = Axis.of("score");
    return List.of(
        Content.part(
            "How good the maps are",
            table,
            new LineChart("Deletion: the sooner it falls the better", part, score, deletion),
            new LineChart("Insertion: the sooner it rises the better", part, score, insertion)),
        agreement(judgement));
  }

  private static Curve curve(String name, double[] scores) {
    double[] parts =
        IntStream.range(0, scores.length)
            .mapToDouble(i -> (double) i / (scores.length - 1))
            .toArray();
    return Curve.of(name, parts, scores);
  }

  private static Content agreement(ExplainJudgement judgement) {
    List<String> names = judgement.agreement().methods();
    List<String> head = new ArrayList<>(List.of("method"));
    head.addAll(names);
    DataTable table = new DataTable("Rank correlation between the maps", head);
    for (int i = 0; i < names.size(); i++) {
      List<String> row = new ArrayList<>(List.of(names.get(i)));
      for (double c : judgement.agreement().correlations()[i]) {
        row.add(Figures.decimals(c, 2));
      }
      table.row(row);
    }
    return table;
  }
}
