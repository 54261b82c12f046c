/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The main() of a fuzz target in builds without libFuzzer: gives it each file that is named, and each file in each folder that is
 * named, in the order of the names. It finds nothing new; it keeps what was found from coming back. Results in TAP: a target
 * that breaks ends the program, and the plan at the end is then missing.
 */
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
/* A target may have one; libFuzzer calls it first, and so do we. */
__attribute__((weak)) int LLVMFuzzerInitialize(int *argc, char ***argv);

static unsigned count, failed;

static void result(int good, const char *path)
{
	count++;
	if (!good)
		failed++;
	printf("%s %u - %s\n", good ? "ok" : "not ok", count, path);
	fflush(stdout);
}

static void replay_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data = NULL;
	size_t size = 0, room = 0;
	int bad = !file;

	while (!bad && !feof(file)) {
		if (size == room) {
			uint8_t *more = realloc(data, room = room ? 2 * room : 4096);

			if (!more) {
				bad = 1;
				break;
			}
			data = more;
		}
		size += fread(data + size, 1, room - size, file);
		bad = ferror(file);
	}
	if (file)
		fclose(file);
	if (bad) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
	} else {
		/* A block of just its size, so that the sanitizer sees a read past the end. */
		uint8_t *exact = malloc(size ? size : 1);

		fprintf(stderr, "%s\n", path);
		bad = !exact;
		if (exact) {
			if (size)
				memcpy(exact, data, size);
			(void)LLVMFuzzerTestOneInput(exact, size);
		}
		free(exact);
	}
	free(data);
	result(!bad, path);
}

static int visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void replay(const char *path)
{
	struct dirent **entries = NULL;
	int n = scandir(path, &entries, visible, alphasort);

	if (n < 0) {
		if (errno == ENOTDIR)
			replay_file(path);
		else
			result(0, path);
		return;
	}
	for (int i = 0; i < n; i++) {
		char *inside = malloc(strlen(path) + strlen(entries[i]->d_name) + 2);

		if (inside) {
			sprintf(inside, "%s/%s", path, entries[i]->d_name);
			replay_file(inside);
		} else {
			result(0, path);
		}
		free(inside);
		free(entries[i]);
	}
	free(entries);
}

int main(int argc, char **argv)
{
	if (LLVMFuzzerInitialize)
		LLVMFuzzerInitialize(&argc, &argv);
	for (int i = 1; i < argc; i++)
		replay(argv[i]);
	printf("1..%u%s\n", count, count ? "" : " # SKIP no input");
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
