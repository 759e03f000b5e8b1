/*
 * A disk that fails: preloaded into a process, it makes a share of fsync and fdatasync fail with EIO once the file
 * TUOI_FSYNC_FAILS_WHEN exists. What had been written to the file since its last good flush is then overwritten with zeros: after a
 * failed write-back a kernel counts the pages as clean, and nobody knows what of them is on the disk. So whoever flushes the
 * same file again, is told that all is well, and believes it, has lost data.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILES 4096

static struct {
    ino_t inode;
    off_t good;
} flushed[FILES];

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned int seed = 20261125;

static int fails(void) {
    const char *when = getenv("TUOI_FSYNC_FAILS_WHEN");
    const char *percent = getenv("TUOI_FSYNC_FAILS_PERCENT");
    return when && percent && access(when, F_OK) == 0 && rand_r(&seed) % 100 < (unsigned)atoi(percent);
}

static int flush(const char *name, int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    struct stat st;
    if (fd < 0 || fd >= FILES || fstat(fd, &st) != 0) {
        return real(fd);
    }
    pthread_mutex_lock(&lock);
    if (flushed[fd].inode != st.st_ino) {
        flushed[fd].inode = st.st_ino;
        flushed[fd].good = 0;
    }
    int result = 0;
    if (fails()) {
        char zeros[4096] = {0};
        for (off_t at = flushed[fd].good; S_ISREG(st.st_mode) && at < st.st_size;) {
            size_t left = (size_t)(st.st_size - at);
            ssize_t count = pwrite(fd, zeros, left < sizeof zeros ? left : sizeof zeros, at);
            if (count <= 0) {
                break;
            }
            at += count;
        }
        errno = EIO;
        result = -1;
    } else if ((result = real(fd)) == 0) {
        flushed[fd].good = st.st_size;
    }
    int error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}

int fsync(int fd) {
    return flush("fsync", fd);
}

int fdatasync(int fd) {
    return flush("fdatasync", fd);
}
