# How this machine reaches its package registries, for a root folder of another: settings, certificates, proxies.
# shellcheck shell=sh
# Sourced by tools/bare-debian and tools/bare-container. `root` is the folder.

# Copy files and folders to where they are here, those that there are.
take_over() {
    for path in "$@"; do
        [ -e "$path" ] || continue
        mkdir -p "$root$(dirname "$path")"
        cp -aL "$path" "$root$(dirname "$path")/"
    done
}

# The folders of packages on this machine that pip's settings name.
package_folders() {
    { python3 -m pip config list 2>/dev/null || cat /etc/pip.conf "$HOME/.config/pip/pip.conf" "$HOME/.pip/pip.conf" \
        2>/dev/null; } | grep -E 'find-links|index-url|constraint' | grep -oE "(file://)?/[^ '\"]+" |
        sed 's#^file://##' | grep -v '^//' | sort -u
}

take_over_registries() {
    rm -rf "$root/etc/apt/sources.list" "$root/etc/apt/sources.list.d"
    take_over /etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/auth.conf /etc/apt/auth.conf.d \
        /etc/apt/trusted.gpg.d /etc/apt/keyrings /usr/share/keyrings /etc/resolv.conf /etc/hosts \
        /etc/pip.conf /etc/xdg/pip /etc/uv /usr/local/share/ca-certificates /etc/ssl/certs/ca-certificates.crt
    # Of apt's own settings those of the network; others name programs that are not there.
    apt-config dump | grep -E '^Acquire::(https?|Retries|ForceIPv4)' >"$root/etc/apt/apt.conf.d/99network" || true
    package_folders | while read -r path; do take_over "$path"; done
    mkdir -p "$root/root/.config"
    for folder in pip uv; do
        [ ! -d "$HOME/.config/$folder" ] || cp -aL "$HOME/.config/$folder" "$root/root/.config/"
    done
    [ ! -d "$HOME/.pip" ] || cp -aL "$HOME/.pip" "$root/root/"
    # npm's settings for the machine lie beside npm itself, which is another one there.
    machine_npmrc=$(npm config get globalconfig 2>/dev/null || true)
    cat "${machine_npmrc:-/dev/null}" "$HOME/.npmrc" 2>/dev/null | grep -vE '^(prefix|nodedir|cache)' \
        >"$root/root/.npmrc" || true
}

# Of the environment only what says how to reach registries.
registry_environment() {
    env | grep -E '^(PIP|UV|NPM_CONFIG|npm_config)_|^(SSL_CERT_FILE|SSL_CERT_DIR|NODE_EXTRA_CA_CERTS|CURL_CA_BUNDLE|REQUESTS_CA_BUNDLE)=|^(https?|no|all|HTTPS?|NO|ALL)_(proxy|PROXY)='
}
