package dev.loupe.train;

import dev.loupe.data.image.Page;
import dev.loupe.data.image.Page.Align;
import dev.loupe.train.metrics.Calibration;
import dev.loupe.train.metrics.Report;
import java.util.Locale;

/// `reliability.png`: how often a model is right beside how often it says it is, and how many
/// samples it says it of.
final class ReliabilityPicture {
  private static final int LEFT = 74;
  private static final int TOP = 92;
  private static final int SIDE = 450;
  private static final int BETWEEN = 30;
  private static final int LOW = 110;
  private static final int WIDTH = LEFT + SIDE + 30;
  private static final int HEIGHT = TOP + SIDE + BETWEEN + LOW + 52;
  private static final int BAR = 0x1F5AA6;
  private static final int GAP = 0xF2B27D;
  private static final int DIAGONAL = 0x444444;
  private static final int GREY = 0x777777;
  private static final int GRID = 0xE4E4E4;

  private ReliabilityPicture() {}

  /// Draws a report's calibration; the caller closes the page.
  static Page draw(Report report, String title) {
    Page page = new Page(WIDTH, HEIGHT);
    page.font(16, true);
    page.text(Page.INK, title, 16, 28, WIDTH - 32, Align.LEFT);
    page.font(13, false);
    String figures =
        String.format(
            Locale.ROOT,
            "expected calibration error %.4f, Brier score %.4f, %,d samples",
            report.calibration().error(),
            report.brier().value(),
            report.samples());
    page.text(GREY, figures, 16, 50, WIDTH - 32, Align.LEFT);
    grid(page);
    for (Calibration.Bin bin : report.calibration().bins()) {
      if (bin.samples() > 0) {
        bin(page, bin);
      }
    }
    for (int i = 0; i < 40; i += 2) {
      page.line(DIAGONAL, 1.5, x(i / 40.0), y(i / 40.0), x((i + 1) / 40.0), y((i + 1) / 40.0));
    }
    page.frame(GREY, LEFT, TOP, SIDE + 1, SIDE + 1);
    histogram(page, report);
    legend(page);
    return page;
  }

  private static int x(double share) {
    return LEFT + (int) Math.round(share * SIDE);
  }

  private static int y(double share) {
    return TOP + SIDE - (int) Math.round(share * SIDE);
  }

  private static void grid(Page page) {
    page.font(12, false);
    for (int i = 0; i <= 5; i++) {
      double share = i / 5.0;
      String tick = String.format(Locale.ROOT, "%.1f", share);
      page.line(GRID, 1, x(share), TOP, x(share), TOP + SIDE);
      page.line(GRID, 1, LEFT, y(share), LEFT + SIDE, y(share));
      page.text(GREY, tick, LEFT - 46, y(share) + 5, 40, Align.RIGHT);
      page.text(GREY, tick, x(share) - 20, HEIGHT - 32, 40, Align.CENTRE);
    }
    page.font(14, true);
    page.textUp(Page.INK, "accuracy", 20, TOP + SIDE, SIDE, Align.CENTRE);
    page.textUp(Page.INK, "samples", 20, TOP + SIDE + BETWEEN + LOW, LOW, Align.CENTRE);
    page.text(
        Page.INK,
        "probability of the class that was called",
        LEFT,
        HEIGHT - 11,
        SIDE,
        Align.CENTRE);
  }

  /// The bar of a bin, and what lies between it and the mean probability of the bin.
  private static void bin(Page page, Calibration.Bin bin) {
    int from = x(bin.low()) + 1;
    int width = x(bin.high()) - from;
    int hit = y(bin.accuracy());
    int said = y(bin.confidence());
    page.fill(BAR, from, hit, width, TOP + SIDE - hit);
    page.fill(GAP, from, Math.min(hit, said), width, Math.abs(hit - said));
    page.fill(Page.INK, from, said - 1, width, 2);
  }

  private static void histogram(Page page, Report report) {
    int bottom = TOP + SIDE + BETWEEN + LOW;
    long most = 1;
    for (Calibration.Bin bin : report.calibration().bins()) {
      most = Math.max(most, bin.samples());
    }
    for (Calibration.Bin bin : report.calibration().bins()) {
      int from = x(bin.low()) + 1;
      // A bin with samples is never empty to the eye.
      int high = (int) Math.ceil((double) bin.samples() / most * (LOW - 8));
      page.fill(GREY, from, bottom - high, x(bin.high()) - from, high);
    }
    page.frame(GREY, LEFT, bottom - LOW, SIDE + 1, LOW + 1);
    page.font(12, false);
    String count = String.format(Locale.ROOT, "%,d", most);
    page.text(GREY, count, LEFT - 52, bottom - LOW + 13, 46, Align.RIGHT);
    page.text(GREY, "0", LEFT - 46, bottom, 40, Align.RIGHT);
  }

  private static void legend(Page page) {
    int y = TOP - 22;
    page.font(12, false);
    page.fill(BAR, LEFT, y, 12, 12);
    page.text(Page.INK, "accuracy of a bin", LEFT + 18, y + 11, 130, Align.LEFT);
    page.fill(Page.INK, LEFT + 150, y + 5, 12, 2);
    page.text(Page.INK, "mean probability", LEFT + 168, y + 11, 130, Align.LEFT);
    page.fill(GAP, LEFT + 296, y, 12, 12);
    page.text(Page.INK, "gap", LEFT + 314, y + 11, 60, Align.LEFT);
    page.line(DIAGONAL, 1.5, LEFT + 362, y + 12, LEFT + 374, y);
    page.text(Page.INK, "calibrated", LEFT + 380, y + 11, 80, Align.LEFT);
  }
}
