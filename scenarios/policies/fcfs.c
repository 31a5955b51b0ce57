/*
 * First come, first served as a program of its own, in C99 with nothing but the standard library:
 *
 *     cc -std=c99 -O2 -o fcfs fcfs.c
 *
 * It speaks the protocol of docs/external-policies.md: one JSON object per line, and one answer to each. The lines are
 * those of makespan, whose keys stand in a fixed order, so that looking for a key is all the parsing that is needed; a
 * program that wants more of them should use a JSON library.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct job { long row, procs; };

static struct job *waiting; /* in order of arrival; those before `first` have started */
static size_t first, count, capacity;

static void *must(void *memory) {
  if (memory == NULL) exit(1);
  return memory;
}

/* The number behind a key, looked for from `at` on; `end` is set behind it. */
static long number(const char *at, const char *key, char **end) {
  const char *found = strstr(at, key);
  if (found == NULL) {
    fprintf(stderr, "fcfs: no %s in the message\n", key);
    exit(1);
  }
  return strtol(found + strlen(key), end, 10);
}

static void arrive(const char *message) {
  char *at = strstr(message, "\"arrived\":[");
  while (at != NULL && (at = strstr(at, "{\"job\":")) != NULL) {
    if (count == capacity) {
      capacity = capacity ? 2 * capacity : 1024;
      waiting = must(realloc(waiting, capacity * sizeof *waiting));
    }
    waiting[count].row = number(at, "\"job\":", &at);
    waiting[count].procs = number(at, "\"procs\":", &at);
    count++;
  }
}

static void decide(const char *message) {
  char *end;
  long id = number(message, "\"id\":", &end);
  long free_procs = number(message, "\"free\":", &end);
  const char *comma = "";
  printf("{\"type\":\"decision\",\"id\":%ld,\"start\":[", id);
  for (; first < count && waiting[first].procs <= free_procs; first++) {
    printf("%s%ld", comma, waiting[first].row);
    free_procs -= waiting[first].procs;
    comma = ",";
  }
  puts("]}");
}

/* A line of any length, without its end; NULL at the end of the input. */
static char *read_line(void) {
  static char *line;
  static size_t size;
  size_t length = 0;
  for (int c = getchar(); c != '\n'; c = getchar()) {
    if (c == EOF) return NULL;
    if (length + 2 > size) {
      size = size ? 2 * size : 4096;
      line = must(realloc(line, size));
    }
    line[length++] = (char)c;
  }
  if (line != NULL) line[length] = '\0';
  return line;
}

int main(void) {
  for (char *line = read_line(); line != NULL; line = read_line()) {
    if (strncmp(line, "{\"type\":\"hello\"", 15) == 0) {
      puts("{\"type\":\"hello\",\"protocol\":\"1.0\",\"name\":\"fcfs.c\"}");
    } else if (strncmp(line, "{\"type\":\"decide\"", 16) == 0) {
      arrive(line);
      decide(line);
    } else {
      break; /* end */
    }
    fflush(stdout); /* one write per answer: the simulation waits for it */
  }
  free(waiting);
  return 0;
}
