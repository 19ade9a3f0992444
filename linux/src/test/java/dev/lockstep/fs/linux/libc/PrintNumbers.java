package dev.lockstep.fs.linux.libc;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Locale;

/** Prints all numbers, each as its name in C and its value; os.arch says for which machine. */
final class PrintNumbers {
  private PrintNumbers() {}

  public static void main(String... arguments) throws IllegalAccessException {
    print(Numbers.class);
    print(Constants.class);
    print(Errno.class);
  }

  private static void print(Class<?> type) throws IllegalAccessException {
    for (Field field : type.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers())) {
        String name = field.getName();
        String inC = type == Numbers.class ? "__NR_" + name.toLowerCase(Locale.ROOT) : name;
        System.out.println(inC + " " + field.getInt(null));
      }
    }
  }
}
