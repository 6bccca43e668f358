/* replay: run a fuzz target over files and folders, with any compiler. */
#include <sys/stat.h>

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
one(const char *path)
{
	FILE *f = fopen(path, "rb");
	struct stat st;
	uint8_t *p;

	if (f == NULL || fstat(fileno(f), &st) == -1) {
		perror(path);
		exit(1);
	}
	p = malloc((size_t)st.st_size + 1);
	if (p == NULL || fread(p, 1, (size_t)st.st_size, f) !=
	    (size_t)st.st_size) {
		perror(path);
		exit(1);
	}
	fclose(f);
	LLVMFuzzerTestOneInput(p, (size_t)st.st_size);
	free(p);
	return 1;
}

static int
folder(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *e;
	char name[4096];
	int n = 0;

	if (d == NULL)
		return one(path);
	while ((e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "%s/%s", path, e->d_name);
		n += one(name);
	}
	closedir(d);
	return n;
}

int
main(int argc, char **argv)
{
	int i, n = 0;

	for (i = 1; i < argc; i++)
		n += folder(argv[i]);
	printf("%d inputs replayed\n", n);
	return n > 0 ? 0 : 1;
}
