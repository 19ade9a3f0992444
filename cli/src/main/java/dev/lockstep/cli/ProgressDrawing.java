package dev.lockstep.cli;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.IntSupplier;
import me.tongfei.progressbar.DefaultProgressBarRenderer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;

/**
 * A run's progress as a bar with words, drawn several times a second by the library's thread. The
 * library ends here; its classes are loaded when the first bar is drawn and not before.
 *
 * <p>It is given neither its own console nor its own way to the terminal's width: for both it would
 * set up a terminal by JLine, which takes a second and asks the terminal questions.
 */
final class ProgressDrawing implements AutoCloseable {
  private static final int MILLIS = 200;

  private final ProgressBar bar;
  private final Words words;

  /**
   * Begins to draw.
   *
   * @param elapsed for how long the run has been going on
   * @param width of the terminal
   */
  ProgressDrawing(BottomLine line, IntSupplier width, ProgressView first, Duration elapsed) {
    this.words = new Words(first);
    this.bar =
        new ProgressBarBuilder()
            .setTaskName("lockstep")
            .setInitialMax(first.total().orElse(-1))
            .setUpdateIntervalMillis(MILLIS)
            .continuousUpdate()
            .startsFrom(first.done(), elapsed)
            .setRenderer(words)
            .setConsumer(new Line(line, width))
            .build();
  }

  /** Draws this from now on. */
  void show(ProgressView view) {
    words.view = view;
    bar.maxHint(view.total().orElse(-1));
    bar.stepTo(view.done());
  }

  /** Draws no more once this returns; what was drawn is erased by others. */
  @Override
  public void close() {
    bar.close();
  }

  /**
   * Makes the line: the library's bar with our words beside it, or, where there is no room for
   * both, only the words, which tell more.
   */
  private static final class Words extends DefaultProgressBarRenderer {
    /** What the library puts around the words, with a bar of at least eight. */
    private static final int AROUND = "lockstep  42% [".length() + "] (0:00:00 / ) ".length() + 8;

    private volatile ProgressView view;

    // For the library's thread alone.
    private ProgressView.BesideBar beside = new ProgressView.BesideBar("", "", "");

    Words(ProgressView first) {
      super(
          ProgressBarStyle.ASCII,
          "",
          1,
          true,
          null,
          ChronoUnit.SECONDS,
          true,
          _ -> Optional.empty());
      this.view = first;
    }

    @Override
    public String render(ProgressState progress, int maxLength) {
      ProgressView now = view;
      Optional<ProgressView.BesideBar> fitting = now.besideBar(maxLength - AROUND);
      if (fitting.isEmpty()) {
        return now.line(maxLength);
      }
      beside = fitting.get();
      return super.render(progress, maxLength);
    }

    @Override
    protected String ratio(ProgressState progress) {
      return beside.amount();
    }

    @Override
    protected String etaString(ProgressState progress) {
      return beside.rest();
    }

    @Override
    protected String speed(ProgressState progress) {
      return beside.tail();
    }
  }

  /** Where the library draws to. */
  private record Line(BottomLine line, IntSupplier width) implements ProgressBarConsumer {
    /** A line as wide as the terminal would have its cursor on the next one. */
    @Override
    public int getMaxRenderedLength() {
      return Math.max(1, width.getAsInt() - 1);
    }

    @Override
    public void accept(String rendered) {
      if (ControllingTerminal.isOurs()) {
        line.draw(rendered.stripTrailing());
      } else {
        line.forget();
      }
    }

    @Override
    public void close() {}
  }
}
