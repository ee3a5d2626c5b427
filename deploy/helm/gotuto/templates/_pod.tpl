{{- /* What every pod of ours has: no rights, a root that cannot be written, secrets as files. */ -}}

{{- define "gotuto.labels" -}}
app.kubernetes.io/name: gotuto
app.kubernetes.io/component: {{ . }}
{{- end }}

{{- define "gotuto.template" -}}
metadata:
  labels:
    {{- include "gotuto.labels" .role | nindent 4 }}
    {{- if eq .role "web" }}
    track: stable
    {{- end }}
  {{- if .rolled }}
  annotations:
    # A changed setting is a rollout.
    checksum/settings: {{ toJson .root.Values.settings | sha256sum }}
  {{- end }}
{{- end }}

{{- define "gotuto.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  seccompProfile: {type: RuntimeDefault}
  {{- if eq .Values.platform "kubernetes" }}
  # OpenShift says itself which group a volume is for; here one is told, and the programs are in it.
  fsGroup: 10001
  {{- end }}
{{- end }}

{{- define "gotuto.container" -}}
image: {{ .root.Values.image.name }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}
envFrom:
  - configMapRef: {name: {{ .settings }}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
{{- end }}

{{- define "gotuto.mounts" -}}
- {name: secrets, mountPath: /run/secrets/gotuto, readOnly: true}
- {name: data, mountPath: /data}
- {name: tmp, mountPath: /tmp}
{{- end }}

{{- define "gotuto.volumes" -}}
- name: secrets
  secret: {secretName: {{ .Values.secret.name }}}
- name: data
  emptyDir: {sizeLimit: 256Mi}
- name: tmp
  emptyDir: {sizeLimit: 256Mi}
{{- end }}

{{- define "gotuto.spread" -}}
- maxSkew: 1
  topologyKey: {{ .key }}
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels:
      {{- include "gotuto.labels" .role | nindent 6 }}
{{- end }}
